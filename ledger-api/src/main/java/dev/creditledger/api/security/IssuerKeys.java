package dev.creditledger.api.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches the issuer's public keys, from where the settings say or where the issuer's own description says (OpenID
 * Connect Discovery §4). Nothing is fetched before the first token comes, so the ledger starts without the issuer.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int SIZE_MAX_BYTES = 256 * 1024;
    private static final long KEPT_MILLIS = 5 * 60 * 1_000L;
    private static final long OUTAGE_MILLIS = 4 * 60 * 60 * 1_000L;

    private final DefaultResourceRetriever web =
            new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, SIZE_MAX_BYTES);
    private final SecuritySettings settings;
    private final JsonMapper json;
    private volatile @Nullable Had last;

    private record Had(JWKSet keys, long atNanos) {
        boolean isBelieved() {
            return System.nanoTime() - atNanos < TimeUnit.MILLISECONDS.toNanos(OUTAGE_MILLIS);
        }
    }

    private IssuerKeys(SecuritySettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
    }

    /** Keys kept for minutes, asked for anew when an unknown one turns up, and believed for hours while the issuer is down. */
    static JWKSource<SecurityContext> of(SecuritySettings settings, JsonMapper json) {
        var issuer = new IssuerKeys(settings, json);
        var source = JWKSourceBuilder.create(issuer)
                .cache(KEPT_MILLIS, JWKSourceBuilder.DEFAULT_CACHE_REFRESH_TIMEOUT)
                .rateLimited(true)
                .retrying(true)
                .outageTolerant(OUTAGE_MILLIS)
                .build();
        return (selector, context) -> issuer.select(source, selector, context);
    }

    /**
     * The issuer is asked for an unknown key only so often, or anybody could make us flood it with made-up ones. While it
     * is not asked, or does not answer, the keys that were had last decide: a key that is not among them is none of its.
     *
     * @throws KeySourceException if there are no such keys
     */
    private List<JWK> select(JWKSource<SecurityContext> source, JWKSelector selector, SecurityContext context)
            throws KeySourceException {
        try {
            return source.get(selector, context);
        } catch (KeySourceException e) {
            var had = last;
            if (had == null || !had.isBelieved()) {
                throw e;
            }
            return selector.select(had.keys);
        }
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws JWKSetRetrievalException, JWKSetParseException {
        try {
            var had = new Had(JWKSet.parse(read(keys())), System.nanoTime());
            last = had;
            return had.keys;
        } catch (ParseException e) {
            throw new JWKSetParseException("the issuer's keys are no JWK set", e);
        } catch (IOException | JacksonException e) {
            throw new JWKSetRetrievalException("the issuer's keys cannot be had: " + e.getMessage(), e);
        }
    }

    private URI keys() throws IOException {
        if (settings.jwks().isPresent()) {
            return settings.jwks().get();
        }
        var issuer = settings.issuer().orElseThrow();
        var description = issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration";
        return json.readValue(read(URI.create(description)), Map.class).get("jwks_uri") instanceof String uri
                ? URI.create(uri)
                : missing(description);
    }

    private static URI missing(String description) throws IOException {
        throw new IOException(description + " names no jwks_uri");
    }

    private String read(URI uri) throws IOException {
        return "file".equals(uri.getScheme())
                ? Files.readString(Path.of(uri))
                : web.retrieveResource(url(uri)).getContent();
    }

    private static URL url(URI uri) throws MalformedURLException {
        return uri.toURL();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
