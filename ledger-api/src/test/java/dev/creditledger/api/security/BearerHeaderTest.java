package dev.creditledger.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

class BearerHeaderTest {

    private final BearerHeader header = new BearerHeader();

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc.def-_~+/=", "bearer abc.def-_~+/=", "BEARER abc.def-_~+/="})
    void the_token_is_what_follows_the_scheme_however_that_is_spelt(String value) {
        assertThat(header.resolve(request(value))).isEqualTo("abc.def-_~+/=");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic dXNlcjpwYXNzd29yZA==", "abc"})
    void without_the_scheme_there_is_no_token(String value) {
        assertThat(header.resolve(request(value))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer  ", "Bearerabc"})
    void a_scheme_without_a_token_is_a_bad_token(String value) {
        assertThatExceptionOfType(OAuth2AuthenticationException.class).isThrownBy(() -> header.resolve(request(value)));
    }

    @Test
    void control_characters_in_headers_are_refused_and_all_others_are_not() {
        assertThat(HeaderCharacters.harmless("Zürich, ½ price ~")).isTrue();
        assertThat(HeaderCharacters.harmless("a\rb")).isFalse();
        assertThat(HeaderCharacters.harmless("a\u0000b")).isFalse();
        assertThat(HeaderCharacters.harmless("a\u007fb")).isFalse();
        assertThat(HeaderCharacters.harmless("a\u0085b")).isFalse();
    }

    private static MockHttpServletRequest request(String authorization) {
        var request = new MockHttpServletRequest();
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        return request;
    }
}
