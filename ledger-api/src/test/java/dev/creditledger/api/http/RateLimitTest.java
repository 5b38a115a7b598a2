package dev.creditledger.api.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.SubjectId;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final SubjectId ALICE = new SubjectId("alice");
    private static final SubjectId BOB = new SubjectId("bob");

    private final AtomicLong nanos = new AtomicLong();
    private final RateLimit limit = new RateLimit(10, nanos::get);

    @Test
    void a_caller_may_make_twice_as_many_requests_at_once_and_so_many_a_second() {
        times(20, ALICE);
        assertLimited(ALICE);

        nanos.addAndGet(500_000_000L);
        times(5, ALICE);
        assertLimited(ALICE);
    }

    @Test
    void one_caller_does_not_take_from_another() {
        times(20, ALICE);

        times(20, BOB);
    }

    @Test
    void without_a_limit_nobody_is_counted() {
        var none = new RateLimit(0, nanos::get);

        assertThatNoException().isThrownBy(() -> {
            for (var i = 0; i < 1_000; i++) {
                none.count(ALICE);
            }
        });
    }

    private void times(int count, SubjectId caller) {
        for (var i = 0; i < count; i++) {
            limit.count(caller);
        }
    }

    private void assertLimited(SubjectId caller) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> limit.count(caller));
    }
}
