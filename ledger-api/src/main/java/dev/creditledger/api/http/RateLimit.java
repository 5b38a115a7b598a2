package dev.creditledger.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.domain.SubjectId;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many requests one caller may make on this node: so many a second, and twice as many at once. It keeps one caller's
 * mistake from being everybody's; it is no quota.
 */
final class RateLimit {

    private static final int CALLERS_MAX = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int requestsPerSecond;
    private final LongSupplier nanoTime;
    private final Cache<SubjectId, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(CALLERS_MAX)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    RateLimit(int requestsPerSecond, LongSupplier nanoTime) {
        this.requestsPerSecond = requestsPerSecond;
        this.nanoTime = nanoTime;
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code rate_limited} */
    void count(SubjectId caller) {
        if (requestsPerSecond == 0) {
            return;
        }
        var bucket = buckets.get(caller, _ -> new Bucket(2.0 * requestsPerSecond, nanoTime.getAsLong()));
        if (!bucket.take(nanoTime.getAsLong())) {
            throw Problem.RATE_LIMITED.here().retryAfter(1);
        }
    }

    private final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long now) {
            this.tokens = tokens;
            this.filledAt = now;
        }

        synchronized boolean take(long now) {
            tokens =
                    Math.min(2.0 * requestsPerSecond, tokens + (now - filledAt) / NANOS_PER_SECOND * requestsPerSecond);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
