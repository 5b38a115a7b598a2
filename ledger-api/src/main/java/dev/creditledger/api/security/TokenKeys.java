package dev.creditledger.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The public keys that may have signed a token: those of the issuer whose type and id fit the token's header, if its
 * algorithm is one of ours. A token cannot bring its own key, nor make a public key a shared secret.
 */
record TokenKeys(JWKSource<SecurityContext> source) implements JWSKeySelector<SecurityContext> {

    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    /** What precedes the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410 §4). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    @Override
    public List<Key> selectJWSKeys(JWSHeader header, SecurityContext context) throws KeySourceException {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return List.of();
        }
        var matcher = JWKMatcher.forJWSHeader(header);
        var keys = new ArrayList<Key>();
        for (var jwk : source.get(new JWKSelector(matcher), context)) {
            keys.add(key(jwk));
        }
        return keys;
    }

    private static Key key(JWK jwk) throws KeySourceException {
        try {
            return switch (jwk) {
                case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) -> ed25519(pair);
                case AsymmetricJWK pair -> pair.toPublicKey();
                default -> throw new KeySourceException("no key for signatures: " + jwk.getKeyType());
            };
        } catch (JOSEException | GeneralSecurityException e) {
            throw new KeySourceException("the issuer's key cannot be used: " + e.getMessage(), e);
        }
    }

    private static Key ed25519(OctetKeyPair pair) throws GeneralSecurityException {
        var point = pair.getDecodedX();
        var encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
