package dev.creditledger.projections.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRate;
import java.time.Instant;
import java.util.Optional;

/**
 * A live session.
 *
 * @param node that its client is, or was last, connected to; empty: another server runs it
 * @param connection counts its connections, from 1
 * @param seconds those that {@code charged} is for
 * @param sequence the last of whoever runs it; 0: none
 * @param grant the last that it had
 * @param end empty: it runs
 * @param position the log position up to which it is true
 */
public record SessionView(
        AccountId account,
        SessionId session,
        LiveFeature feature,
        Optional<String> channel,
        SessionRate rate,
        Optional<String> node,
        int connection,
        Instant startedAt,
        Instant lastActivityAt,
        long seconds,
        Credits charged,
        long sequence,
        Grant grant,
        Optional<End> end,
        long position) {

    /** @param at when it was over, whenever that was noticed */
    public record End(Instant at, EndReason reason) {}

    public SessionStatus status() {
        return end.isPresent() ? SessionStatus.ENDED : SessionStatus.RUNNING;
    }
}
