package dev.creditledger.api.live;

import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.quota.TierQuotas;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** What sessions need of the ledger while they run, none of which waits. */
@Component
final class LiveDesk {

    private final Dispatch dispatch;
    private final QuotaDesk tiers;
    private final InstantSource clock;
    private final AtomicLong reached = new AtomicLong();
    private volatile TierQuotas quotas = TierQuotas.NONE;

    LiveDesk(Dispatch dispatch, QuotaDesk tiers, InstantSource clock) {
        this.dispatch = dispatch;
        this.tiers = tiers;
        this.clock = clock;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    /** The tiers' limits as they were a moment ago: somebody else asks for them again and again. */
    TierQuotas quotas() {
        return quotas;
    }

    /** The tiers' limits as they are. May wait for the database. */
    TierQuotas currentQuotas() {
        quotas = tiers.current();
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

    /** The last position at which a session has written. */
    long reached() {
        return reached.get();
    }
}
