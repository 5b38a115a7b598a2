package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Standing;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.FollowUp;
import dev.creditledger.domain.session.SessionCommand.Heartbeat;
import dev.creditledger.domain.session.SessionCommand.ResumeSession;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionCommand.WatchSession;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionRejection.MeteredOtherwise;
import dev.creditledger.domain.session.SessionRejection.NoSuchSession;
import dev.creditledger.domain.session.SessionRejection.NothingNew;
import dev.creditledger.domain.session.SessionRejection.SecondsAheadOfClock;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.domain.session.SessionRejection.TakenOver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an account's sessions say to a command at {@code now}.
 *
 * <p>Charged is ⌈rate × all seconds⌉ less what was charged before, so that rounding never adds up; and never a second
 * that the account could not pay for.
 */
public record Metering(Account account, Standing standing, Live live, LowBalance lowBalance, Instant now) {

    /** Clocks of other servers may be ahead by so many seconds. */
    static final long AHEAD_MAX = 2;

    public Decision<BoundEvent, Rejection> of(SessionCommand command) {
        return switch (command) {
            case StartSession start -> new Starting(account, standing, live, now).of(start);
            case FollowUp followUp ->
                live.find(followUp.session())
                        .map(session -> of(followUp, session))
                        .orElseGet(() -> Decision.reject(notRunning(followUp)));
        };
    }

    private static SessionRejection notRunning(FollowUp command) {
        var started = false;
        for (var event : command.past().events()) {
            if (event instanceof SessionEnded ended && ended.session().equals(command.session())) {
                return new SessionHasEnded(command.session(), Optional.of(ended));
            }
            started |= event instanceof SessionStarted start && start.session().equals(command.session());
        }
        return started
                ? new SessionHasEnded(command.session(), Optional.empty())
                : new NoSuchSession(command.session());
    }

    private Decision<BoundEvent, Rejection> of(FollowUp command, Session session) {
        if (!isFromMeter(command, session)) {
            return Decision.reject(new MeteredOtherwise(session.id(), session.isMeteredByConnection()));
        }
        return switch (command) {
            case ResumeSession resume -> isStale(session) ? interrupted(resume, session) : resume(resume, session);
            case Heartbeat heartbeat ->
                isStale(session) ? interrupted(heartbeat, session) : heartbeat(heartbeat, session);
            case CheckpointSession checkpoint -> checkpoint(checkpoint, session);
            case EndSession end -> end(end, session);
            case WatchSession watch -> watch(watch, session);
        };
    }

    /** Only a session's own meter says how long it was used. Who says nothing of that may end or watch it. */
    private static boolean isFromMeter(FollowUp command, Session session) {
        return switch (command) {
            case ResumeSession _ -> session.isMeteredByConnection();
            case Heartbeat _ -> !session.isMeteredByConnection();
            case CheckpointSession checkpoint -> session.isMeteredBy(checkpoint.reading());
            case EndSession end -> end.reading().map(session::isMeteredBy).orElse(true);
            case WatchSession _ -> true;
        };
    }

    private boolean isStale(Session session) {
        return !now.isBefore(session.staleAt());
    }

    /** It ended by itself, only nobody had noticed. */
    private Decision<BoundEvent, Rejection> interrupted(FollowUp command, Session session) {
        return ended(command, session, session.meter(), EndReason.INTERRUPTED, FreeText.NONE);
    }

    private Decision<BoundEvent, Rejection> resume(ResumeSession resume, Session session) {
        var meter = session.meter().reconnected(now);
        var resumed = session.with(meter);
        var reckoning = reckoning(resume, resumed, live);
        return Decision.accept(new SessionResumed(
                account.id(),
                session.id(),
                session.connection() + 1,
                Optional.of(resume.node()),
                meter,
                reckoning.grant(reckoning.reach(), resumed.reservedSeconds()),
                account.balance(),
                now,
                now));
    }

    private Decision<BoundEvent, Rejection> heartbeat(Heartbeat heartbeat, Session session) {
        var meter = session.meter().heard(now);
        var due = meter.seconds() >= session.grant().renewAtSecond() || !now.isBefore(session.longestUntil());
        return due
                ? charged(heartbeat, session, meter, Optional.empty())
                : Decision.accept(
                        new HeartbeatReceived(account.id(), session.id(), meter, account.balance(), now, now));
    }

    private Decision<BoundEvent, Rejection> checkpoint(CheckpointSession checkpoint, Session session) {
        var refused = refused(checkpoint.reading(), session);
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        return switch (checkpoint.reading()) {
            case Reading.Counted _ when isStale(session) -> interrupted(checkpoint, session);
            case Reading.Counted counted -> charged(checkpoint, session, meter(counted, session), counted.sequence());
            case Reading.Connected connected ->
                charged(checkpoint, session, meter(connected, session), Optional.empty());
        };
    }

    private Optional<SessionRejection> refused(Reading reading, Session session) {
        return switch (reading) {
            case Reading.Counted counted
            when counted.seconds() > session.age(now) + AHEAD_MAX ->
                Optional.of(new SecondsAheadOfClock(counted.seconds(), session.age(now)));
            case Reading.Counted counted
            when counted.sequence().filter(it -> it <= session.sequence()).isPresent() ->
                Optional.of(new NothingNew(account.id(), session));
            case Reading.Connected connected
            when connected.connection() != session.connection() -> Optional.of(new TakenOver(session.id()));
            case Reading.Counted _, Reading.Connected _ -> Optional.empty();
        };
    }

    private Decision<BoundEvent, Rejection> end(EndSession end, Session session) {
        var refused = end.reading()
                .flatMap(reading -> refused(reading, session))
                .filter(reason -> !(reason instanceof NothingNew));
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        var connected =
                end.reading().filter(Reading.Connected.class::isInstance).isPresent();
        if (isStale(session) && !connected) {
            return interrupted(end, session);
        }
        var meter = end.reading().map(reading -> meter(reading, session)).orElseGet(() -> unread(end, session));
        return ended(end, session, meter, end.reason(), end.text());
    }

    /** The server that runs a session was there until now; a connection would have told when it last was. */
    private Meter unread(EndSession end, Session session) {
        return end.reason().isActivity() && !session.isMeteredByConnection()
                ? session.meter().heard(now)
                : session.meter();
    }

    private Meter meter(Reading reading, Session session) {
        return switch (reading) {
            case Reading.Counted counted -> session.meter().told(counted.seconds(), now);
            case Reading.Connected connected -> session.meter().heard(min(connected.lastActivityAt(), now));
        };
    }

    private Decision<BoundEvent, Rejection> watch(WatchSession watch, Session session) {
        if (isStale(session) || isOrphaned(session, watch)) {
            return interrupted(watch, session);
        }
        return now.isBefore(session.longestUntil())
                ? new Decision.Accepted<>(List.of())
                : ended(watch, session, session.meter(), EndReason.MAX_DURATION, FreeText.NONE);
    }

    /** Whoever asks may have looked before a client that lost its node came back on another. */
    private static boolean isOrphaned(Session session, WatchSession watch) {
        return watch.orphanedConnection()
                .filter(connection -> connection == session.connection())
                .isPresent();
    }

    /** Charges what the meter shows, and reserves for the next stretch; or ends where it cannot go on. */
    private Decision<BoundEvent, Rejection> charged(
            FollowUp command, Session session, Meter meter, Optional<Long> sequence) {
        var reach = reckoning(command, session.with(meter), live).reach();
        var seconds = Math.clamp(reach.seconds(), meter.counted(), meter.seconds());
        var recorded = session.with(meter.recorded(seconds));
        var used = live.using(session.feature(), seconds - meter.counted(), recorded.meter());
        var reckoning = reckoning(command, recorded, used);
        var next = reckoning.reach();
        if (seconds < meter.seconds() || next.seconds() <= seconds) {
            return ended(command, session, meter, next.reason(), FreeText.NONE);
        }
        return account.status() == Status.OPEN
                ? checkpointed(command, session, recorded.meter(), reckoning.grant(next, ahead(session)), sequence)
                : ended(command, session, meter, EndReason.ADMIN_STOPPED, FreeText.NONE);
    }

    private static long ahead(Session session) {
        return session.terms().reserve().toSeconds();
    }

    private Decision<BoundEvent, Rejection> checkpointed(
            FollowUp command, Session session, Meter meter, Grant grant, Optional<Long> sequence) {
        var amount = session.rate().cost(meter.counted()).minus(session.charged());
        var needed = session.rate().cost(grant.untilSecond()).minus(session.charged());
        var moves = account.metering(session.held(), beyond(session.reserved(), needed), amount);
        var balance = account.moved(moves).balance();
        var low = lowBalance.reached(balance.total());
        var events = new ArrayList<BoundEvent>();
        low.ifPresent(threshold -> events.add(announcement(session, threshold, balance.total())));
        events.add(new SessionCheckpointed(
                account.id(),
                session.id(),
                session.feature(),
                session.rate(),
                command.deduction(),
                sequence,
                meter.counted() - session.meter().counted(),
                amount,
                session.charged().plus(amount),
                meter,
                grant,
                low,
                moves,
                balance,
                min(meter.lastActivityAt(), now),
                now));
        return new Decision.Accepted<>(events);
    }

    private LowBalanceReached announcement(Session session, int threshold, Credits remaining) {
        return new LowBalanceReached(
                account.id(), session.id(), threshold, lowBalance.baseline(), remaining, account.balance(), now, now);
    }

    /** Charges what the meter shows, as far as the session could go, and releases the rest. */
    private Decision<BoundEvent, Rejection> ended(
            FollowUp command, Session session, Meter meter, EndReason asked, FreeText text) {
        var reach = reckoning(command, session.with(meter), live).reach();
        var seconds = Math.clamp(reach.seconds(), meter.counted(), meter.seconds());
        var reason = seconds < meter.seconds() ? reach.reason() : asked;
        var recorded = meter.recorded(seconds);
        var amount = session.rate().cost(seconds).minus(session.charged());
        var moves = account.settling(session.held(), beyond(session.reserved(), amount), amount, now);
        return Decision.accept(new SessionEnded(
                account.id(),
                session.id(),
                session.feature(),
                session.rate(),
                session.startedAt(),
                reason,
                command.deduction(),
                seconds - session.meter().counted(),
                amount,
                session.charged().plus(amount),
                recorded,
                moves,
                account.moved(moves).balance(),
                text.about(account.owner().orElseThrow()),
                endOf(session, recorded, reason),
                now));
    }

    /** When it was over, whenever that was noticed. */
    private Instant endOf(Session session, Meter meter, EndReason reason) {
        return switch (reason) {
            case CREDITS_EXHAUSTED, QUOTA_EXCEEDED, QUOTA_FAILED ->
                max(session.startedAt(), min(meter.countedTo(), now));
            case INTERRUPTED -> min(meter.lastActivityAt(), now);
            case MAX_DURATION -> min(session.longestUntil(), now);
            case USER_STOPPED, ERROR, ADMIN_STOPPED, SERVER_SHUTDOWN -> now;
        };
    }

    private Reckoning reckoning(FollowUp command, Session session, Live using) {
        return new Reckoning(account, standing, using, command.quotas(), session);
    }

    /** What is missing to {@code needed}. */
    private static Credits beyond(Credits reserved, Credits needed) {
        return needed.exceeds(reserved) ? needed.minus(reserved) : Credits.ZERO;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
