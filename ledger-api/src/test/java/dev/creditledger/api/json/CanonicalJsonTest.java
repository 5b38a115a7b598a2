package dev.creditledger.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"b\":1,\"a\":2}",
                "{ \"a\" : [ 1.50 , 100 , 0.000001 , 999999999.999999 , 0, -0.5, 1e3 ] }",
                "{\"\\u20ac\":\"Euro\",\"\\r\":\"CR\",\"\\ufb33\":\"Hebrew\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Smiley\",\"\\u0080\":\"C\",\"\\u00f6\":\"o\"}",
                "{\"a\":\"\\u000f\\n\\b\\\"\\\\\\/ é 😀 \\u007f \\u2028\"}",
                "{\"a\":true,\"c\":null,\"b\":false,\"d\":{\"y\":[],\"x\":{}}}",
                "[\"a\",{\"b\":[{}]}]",
            })
    void it_is_the_form_of_rfc_8785(String text) throws IOException {
        assertThat(canonical(text)).isEqualTo(new JsonCanonicalizer(text).getEncodedString());
    }

    @Test
    void amounts_have_the_form_of_rfc_8785() throws IOException {
        var random = new Random(8785);
        for (var i = 0; i < 20_000; i++) {
            var text = "[" + random.nextInt(1_000_000_000) + "." + "%06d".formatted(random.nextInt(1_000_000)) + "]";
            assertThat(canonical(text)).isEqualTo(new JsonCanonicalizer(text).getEncodedString());
        }
    }

    @Test
    void two_amounts_never_have_the_same_form() {
        assertThat(canonical("[999999999.999999]")).isNotEqualTo(canonical("[999999999.999998]"));
        assertThat(canonical("[0.000001]")).isNotEqualTo(canonical("[0.000002]"));
    }

    @Test
    void members_can_be_left_out() {
        var item = (Json.Members) read("{\"kind\":\"hold\",\"amount\":1,\"accountId\":\"a\"}");

        assertThat(CanonicalJson.without(Set.of("kind", "accountId"), item)).isEqualTo("{\"amount\":1}");
    }

    private static String canonical(String text) {
        return CanonicalJson.of(read(text));
    }

    private static Json read(String text) {
        return StrictJson.read(text.getBytes(UTF_8));
    }
}
