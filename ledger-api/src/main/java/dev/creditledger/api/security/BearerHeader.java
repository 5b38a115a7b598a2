package dev.creditledger.api.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * The token in {@code Authorization: Bearer TOKEN} (RFC 6750 §2.1), as it stands there: whether it is one, who validates
 * tokens finds out. Spring's own resolver matches it against a regular expression first, which cost as much as reading the
 * body.
 */
final class BearerHeader implements BearerTokenResolver {

    private static final String SCHEME = "Bearer ";

    /** Null: the request brings none. */
    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length() - 1)) {
            return null;
        }
        var token = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? header.substring(SCHEME.length()) : "";
        if (token.isBlank()) {
            throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("there is no token"));
        }
        return token;
    }
}
