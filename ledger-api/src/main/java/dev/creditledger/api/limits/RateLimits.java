package dev.creditledger.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.creditledger.api.security.Caller;
import dev.creditledger.domain.SubjectId;
import java.util.Optional;
import java.util.function.BiFunction;

/** How often each caller may ask, whatever token it shows and from wherever it comes. */
public final class RateLimits {

    /** Whoever is forgotten has been silent for longer than a minute, unless more than so many ask at a time. */
    private static final int CALLERS_MAX = 200_000;

    private final Policies policies;
    private final BiFunction<SubjectId, Policy, Counter> beginning;
    private final Cache<Counted, Counter> counters = Caffeine.newBuilder()
            .maximumSize(CALLERS_MAX)
            .expireAfterAccess(Policy.PERIOD.multipliedBy(2))
            // Who asks tidies up: waking another thread for it costs more than doing it.
            .executor(Runnable::run)
            .build();

    private record Counted(SubjectId subject, Policy policy) {}

    /** @param beginning how a caller that has not been seen for a while is counted */
    RateLimits(Policies policies, BiFunction<SubjectId, Policy, Counter> beginning) {
        this.policies = policies;
        this.beginning = beginning;
    }

    /** Counts a request of the caller; empty: no limit holds for it. */
    public Optional<Verdict> take(Caller caller, Purpose purpose) {
        return policies.of(caller, purpose).map(policy -> take(caller.subject(), policy));
    }

    /** Counts a request of the subject under this policy. */
    public Verdict take(SubjectId subject, Policy policy) {
        return counters.get(new Counted(subject, policy), counted -> beginning.apply(counted.subject, counted.policy))
                .take();
    }
}
