package dev.creditledger.api.security;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose access tokens count.
 *
 * @param issuer the only issuer of tokens; dev mode has its own
 * @param audience what a token's {@code aud} must contain
 * @param jwks where the issuer's public keys are: https, or file for keys that are handed over by hand; empty: asked
 *     from the issuer (OpenID Connect discovery)
 * @param requireAccounts whether a service token must name the accounts that it may touch
 * @param requireFeatures whether a service token must name the features that it may charge for
 * @param revalidateAfter longest time for which a token counts as valid without looking at it again
 * @param cachedTokensMax how many validated tokens are remembered
 */
@ConfigurationProperties("ledger.security")
public record SecuritySettings(
        Optional<String> issuer,
        @DefaultValue("credit-ledger") String audience,
        Optional<URI> jwks,
        @DefaultValue("false") boolean requireAccounts,
        @DefaultValue("false") boolean requireFeatures,
        @DefaultValue("5m") Duration revalidateAfter,
        @DefaultValue("10000") int cachedTokensMax) {

    public SecuritySettings {
        if (audience.isBlank()) {
            throw new IllegalArgumentException("ledger.security.audience must not be empty");
        }
        if (revalidateAfter.isNegative() || revalidateAfter.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("ledger.security.revalidate-after must be between 0 and 1h");
        }
        if (cachedTokensMax < 0 || cachedTokensMax > 1_000_000) {
            throw new IllegalArgumentException("ledger.security.cached-tokens-max must be between 0 and 1000000");
        }
        jwks.ifPresent(uri -> {
            var scheme = uri.getScheme();
            if (!"https".equals(scheme) && !"http".equals(scheme) && !"file".equals(scheme)) {
                throw new IllegalArgumentException("ledger.security.jwks must be an https, http or file URI");
            }
        });
    }
}
