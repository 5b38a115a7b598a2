package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.AccountRejection.UnknownFeature;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Standing;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionRejection.NotAllowed;
import dev.creditledger.domain.session.SessionRejection.NotPricedByTime;
import dev.creditledger.domain.session.SessionRejection.QuotaExceeded;
import dev.creditledger.domain.session.SessionRejection.SessionAlreadyRuns;
import dev.creditledger.domain.session.SessionRejection.TooManySessions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a session may start, and the credits that are reserved before it does. */
record Starting(Account account, Standing standing, Live live, Instant now) {

    Decision<BoundEvent, Rejection> of(StartSession start) {
        return refused(start)
                .<Decision<BoundEvent, Rejection>>map(Decision::reject)
                .orElseGet(() -> priced(start));
    }

    private Optional<Rejection> refused(StartSession start) {
        var forbidden = switch (account.status()) {
            case UNOPENED -> Optional.<Rejection>of(new NoSuchAccount(account.id()));
            case CLOSED -> Optional.<Rejection>of(new AccountIsClosed(account.id()));
            case OPEN, FROZEN -> account.spendingRefused(standing).map(Rejection.class::cast);
        };
        return forbidden
                .or(() -> live.find(start.feature(), start.channel()).map(SessionAlreadyRuns::new))
                .or(() -> live.running().size() >= Live.RUNNING_MAX
                        ? Optional.of(new TooManySessions(Live.RUNNING_MAX))
                        : Optional.empty());
    }

    private Decision<BoundEvent, Rejection> priced(StartSession start) {
        var rate = SessionRate.of(start.feature(), standing.tier(), start.prices(), now);
        if (rate.isPresent()) {
            return reserved(start, rate.get());
        }
        var known = start.prices().feature(start.feature().action(), now).isPresent()
                || start.prices().feature(start.feature().name(), now).isPresent();
        return Decision.reject(
                known
                        ? new NotPricedByTime(start.feature())
                        : new UnknownFeature(start.feature().action()));
    }

    private Decision<BoundEvent, Rejection> reserved(StartSession start, SessionRate rate) {
        var session = blank(start, rate);
        var reckoning = new Reckoning(account, standing, live, start.quotas(), session);
        var allowance = reckoning.allowance();
        if (allowance.seconds() < 1) {
            var bound = allowance.bound().orElseThrow();
            return Decision.reject(
                    bound.limit() == 0
                            ? new NotAllowed(start.feature(), bound)
                            : new QuotaExceeded(start.feature(), bound, now));
        }
        var estimate = Math.min(
                start.estimate().orElse(start.terms().reserve().toSeconds()),
                start.terms().longest().toSeconds());
        var required = rate.cost(Math.min(estimate, allowance.seconds()));
        var available = account.balance().available();
        if (required.exceeds(available)) {
            return Decision.reject(new InsufficientCredits(required, available));
        }
        var grant = reckoning.grant(reckoning.reach(), estimate);
        var moves = account.metering(List.of(), rate.cost(grant.untilSecond()), Credits.ZERO);
        return Decision.accept(new SessionStarted(
                account.id(),
                start.session(),
                start.feature(),
                start.channel(),
                rate,
                start.terms(),
                start.node(),
                grant,
                moves,
                account.moved(moves).balance(),
                start.text().about(account.owner().orElseThrow()),
                now,
                now));
    }

    /** As it is before anything is reserved for it. */
    private Session blank(StartSession start, SessionRate rate) {
        return new Session(
                start.session(),
                start.feature(),
                start.channel(),
                rate,
                start.terms(),
                now,
                start.node(),
                1,
                Meter.from(now),
                0,
                Credits.ZERO,
                List.of(),
                new Grant(0, 0, now, false));
    }
}
