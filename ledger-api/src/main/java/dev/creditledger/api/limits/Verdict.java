package dev.creditledger.api.limits;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.TimeUnit;

/**
 * Whether a request is within its limit.
 *
 * @param remaining how many more are, until the minute is over
 * @param nanosToReset until a new minute begins
 */
public record Verdict(Policy policy, boolean admitted, long remaining, long nanosToReset) {

    static Verdict of(Policy policy, ConsumptionProbe probe) {
        return new Verdict(policy, probe.isConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForReset());
    }

    static Verdict refused(Policy policy, long nanosToReset) {
        return new Verdict(policy, false, 0, nanosToReset);
    }

    /** Rounded up: who waits as long finds the new minute begun. */
    public long secondsToReset() {
        return Math.ceilDiv(Math.max(0, nanosToReset), TimeUnit.SECONDS.toNanos(1));
    }

    /** As the header RateLimit says it (draft-ietf-httpapi-ratelimit-headers; structured fields, RFC 9651). */
    String header() {
        return "\"%s\";r=%d;t=%d".formatted(policy.name(), remaining, secondsToReset());
    }

    /** The answer to a request that is not admitted. */
    ProblemException problem() {
        return Problem.RATE_LIMITED
                .here()
                .with("policy", policy.name())
                .with("limit", policy.perMinute())
                .retryAfter(Math.max(1, secondsToReset()));
    }
}
