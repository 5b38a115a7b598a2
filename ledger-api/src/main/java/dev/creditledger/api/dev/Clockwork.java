package dev.creditledger.api.dev;

import dev.creditledger.domain.dispatch.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Moves business time forward, and has all done that becomes due by it. */
@Component
@ConditionalOnProperty(name = "ledger.mode", havingValue = "dev")
public final class Clockwork {

    private final DevClock clock;
    private final List<DueWork> due;

    Clockwork(DevClock clock, List<DueWork> due) {
        this.clock = clock;
        this.due = List.copyOf(due);
    }

    public Instant now() {
        return clock.instant();
    }

    /** How far business time is ahead of the real clock. */
    Duration ahead() {
        return clock.offset();
    }

    /** @return the last position in the log when all that became due is done */
    public long advance(Duration by) {
        clock.advance(by);
        return settled();
    }

    /**
     * @return as {@link #advance}
     * @throws dev.creditledger.api.problem.ProblemException {@code clock_runs_forward_only}
     */
    public long set(Instant time) {
        clock.set(time);
        return settled();
    }

    private long settled() {
        var last = 0L;
        for (var work : due) {
            last = Math.max(last, work.settle());
        }
        return last;
    }
}
