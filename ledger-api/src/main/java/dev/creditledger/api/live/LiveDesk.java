package dev.creditledger.api.live;

import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.QuotaDesk;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** What every meter needs of the ledger. */
@Component
final class LiveDesk {

    private final Dispatch dispatch;
    private final QuotaDesk quotas;
    private final InstantSource clock;
    private final AtomicLong reached = new AtomicLong();

    LiveDesk(Dispatch dispatch, QuotaDesk quotas, InstantSource clock) {
        this.dispatch = dispatch;
        this.quotas = quotas;
        this.clock = clock;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    QuotaDesk quotas() {
        return quotas;
    }

    /** Business time. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Something was written at this position of the log. */
    void reached(long position) {
        reached.accumulateAndGet(position, Math::max);
    }

    /** The last position at which a meter has written. */
    long reached() {
        return reached.get();
    }
}
