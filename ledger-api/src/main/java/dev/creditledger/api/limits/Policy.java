package dev.creditledger.api.limits;

import java.time.Duration;

/**
 * So many requests of one caller in a minute.
 *
 * @param name as callers read it
 */
public record Policy(String name, int perMinute) {

    static final Duration PERIOD = Duration.ofMinutes(1);

    public Policy {
        if (!name.matches("[a-z-]{1,32}") || perMinute < 1) {
            throw new IllegalArgumentException("not a rate limit: " + name + " " + perMinute);
        }
    }

    /** As the header RateLimit-Policy says it (draft-ietf-httpapi-ratelimit-headers; structured fields, RFC 9651). */
    String header() {
        return "\"%s\";q=%d;w=%d".formatted(name, perMinute, PERIOD.toSeconds());
    }
}
