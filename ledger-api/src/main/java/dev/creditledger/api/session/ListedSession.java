package dev.creditledger.api.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.projections.session.SessionStatus;
import dev.creditledger.projections.session.SessionView;
import java.time.Instant;
import java.util.Optional;

/**
 * A session, as the read side has it.
 *
 * @param lastActivityAt as far as it is recorded: while its client is connected to this ledger, that of the last checkpoint
 * @param seconds that are charged
 * @param grantedUntilSecond of a session that runs, as the three that follow
 */
record ListedSession(
        SessionId sessionId,
        AccountId accountId,
        LiveFeature feature,
        Optional<String> channelId,
        SessionStatus status,
        Instant startedAt,
        Instant lastActivityAt,
        long seconds,
        Credits charged,
        String unit,
        Credits creditsPerUnit,
        Tier tier,
        int priceVersion,
        Optional<Long> grantedUntilSecond,
        Optional<Long> renewAtSecond,
        Optional<Instant> validUntil,
        Optional<Boolean> finalUnit,
        Optional<Instant> endedAt,
        Optional<EndReason> endReason) {

    static ListedSession of(SessionView view) {
        var rate = view.rate();
        var grant = Optional.of(view.grant()).filter(_ -> view.end().isEmpty());
        return new ListedSession(
                view.session(),
                view.account(),
                view.feature(),
                view.channel(),
                view.status(),
                view.startedAt(),
                view.lastActivityAt(),
                view.seconds(),
                view.charged(),
                rate.unit(),
                rate.creditsPerUnit(),
                rate.tier(),
                rate.priceVersion(),
                grant.map(Grant::untilSecond),
                grant.map(Grant::renewAtSecond),
                grant.map(Grant::validUntil),
                grant.map(Grant::finalUnit),
                view.end().map(SessionView.End::at),
                view.end().map(SessionView.End::reason));
    }
}
