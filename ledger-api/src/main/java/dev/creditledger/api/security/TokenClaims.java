package dev.creditledger.api.security;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads who calls from the claims of a token whose signature has been checked. */
record TokenClaims(String issuer, String audience, boolean requireAccounts, boolean requireFeatures) {

    /** An issuer's clock may be a little ahead of ours; a token that has expired by ours has expired. */
    private static final Duration NOT_BEFORE_TOLERANCE = Duration.ofSeconds(60);

    private static final Map<String, Role> ROLES = Arrays.stream(Role.values())
            .filter(role -> role != Role.SYSTEM)
            .collect(Collectors.toMap(role -> role.name().toLowerCase(Locale.ROOT), role -> role));

    /** The token says something that this ledger does not accept. The message may be told to whoever holds the token. */
    static final class Unacceptable extends Exception {
        Unacceptable(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return java.util.Objects.requireNonNull(super.getMessage());
        }
    }

    Caller caller(JWTClaimsSet claims, Instant now) throws Unacceptable {
        require(issuer.equals(claims.getIssuer()), "It was issued by somebody else (iss).");
        require(claims.getAudience().contains(audience), "It is meant for somebody else (aud).");
        var expiry = claims.getExpirationTime();
        require(expiry != null, "It never expires (exp).");
        require(expiry != null && now.isBefore(expiry.toInstant()), "It has expired (exp).");
        var start = claims.getNotBeforeTime();
        require(
                start == null || !start.toInstant().isAfter(now.plus(NOT_BEFORE_TOLERANCE)),
                "It is not valid yet (nbf).");
        var subject = claims.getSubject();
        require(subject != null && !subject.isEmpty() && subject.length() <= 255, "It has no usable subject (sub).");
        var roles = roles(claims);
        return new Caller(
                new SubjectId(String.valueOf(subject)),
                roles,
                scope(claims, "accounts", requireAccounts),
                scope(claims, "features", requireFeatures).map(Set::copyOf));
    }

    private static Set<Role> roles(JWTClaimsSet claims) throws Unacceptable {
        var roles = EnumSet.noneOf(Role.class);
        for (var name : strings(claims, "roles").orElse(List.of())) {
            // A role of another system is none of ours.
            Optional.ofNullable(ROLES.get(name)).ifPresent(roles::add);
        }
        return roles;
    }

    /** What is required and missing covers nothing. */
    private static Optional<List<String>> scope(JWTClaimsSet claims, String name, boolean required)
            throws Unacceptable {
        var scope = strings(claims, name);
        return scope.isEmpty() && required ? Optional.of(List.of()) : scope;
    }

    private static Optional<List<String>> strings(JWTClaimsSet claims, String name) throws Unacceptable {
        try {
            var strings = Optional.ofNullable(claims.getStringListClaim(name));
            require(
                    strings.stream().flatMap(List::stream).allMatch(s -> s != null),
                    "Its claim " + name + " has a null.");
            return strings;
        } catch (ParseException e) {
            throw new Unacceptable("Its claim " + name + " is not a list of strings.");
        }
    }

    private static void require(boolean condition, String otherwise) throws Unacceptable {
        if (!condition) {
            throw new Unacceptable(otherwise);
        }
    }
}
