package dev.creditledger.api.live;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.Meter;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.domain.session.SessionRejection.TakenOver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charges one session while its client is heard: each time somebody was there when a checkpoint was due, and when the
 * connection is over. It never waits. What the ledger cannot do now is tried again with the same key, so that no second
 * is charged twice. All that happens to it happens under the lock of its connection.
 */
final class SessionMeter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMeter.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int TRIES_MAX = 60;

    /** What has become of the session. */
    sealed interface Report {
        record Charged(SessionCheckpointed checkpoint) implements Report {}

        /** @param position empty: it had ended before */
        record Ended(SessionEnded end, Optional<Long> position) implements Report {}

        /** Another connection has it now. */
        record GoneElsewhere() implements Report {}

        /** The ledger could not charge for longer than was granted, or knows no such session any more. */
        record Unmetered() implements Report {}
    }

    private enum Stage {
        METERING,
        /** Charged to the last activity, and left to be resumed. */
        RELEASED,
        ENDING,
        OVER
    }

    /** What the ledger is asked for. */
    private static final class Errand {
        private final Submission submission;
        private int tries;
        private boolean failed;
        private long retryAt;

        Errand(Submission submission) {
            this.submission = submission;
        }
    }

    private final LiveDesk desk;
    private final Object lock;
    private final Begun begun;
    private final Cause cause;
    private final Consumer<Report> reports;

    private Stage stage = Stage.METERING;
    private Meter meter;
    private Instant lastActivityAt;
    private Instant dueAt = Instant.MAX;
    private Instant grantedUntil = Instant.MAX;
    private long number;
    private Optional<Errand> underWay = Optional.empty();
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    SessionMeter(LiveDesk desk, Object lock, Begun begun, Cause cause, Consumer<Report> reports) {
        this.desk = desk;
        this.lock = lock;
        this.begun = begun;
        this.cause = cause;
        this.reports = reports;
        this.meter = begun.meter();
        this.lastActivityAt = begun.meter().lastActivityAt();
        granted(begun.meter(), begun.grant());
    }

    private void granted(Meter now, Grant grant) {
        meter = now;
        dueAt = at(grant.renewAtSecond());
        grantedUntil = at(grant.untilSecond());
    }

    /** When the session has lasted so many seconds, if it goes on without a break. */
    private Instant at(long second) {
        return meter.countedTo().plusSeconds(second - meter.counted());
    }

    /** The client is there. */
    void heard(Instant now) {
        if (now.isAfter(lastActivityAt)) {
            lastActivityAt = now;
        }
        if (stage == Stage.METERING && isDue(now) && underWay.isEmpty()) {
            ask(this::checkpoint, cause);
        }
    }

    boolean isDue(Instant now) {
        return !now.isBefore(dueAt);
    }

    /** What its connection knows of it. */
    Reading reading() {
        return new Reading.Connected(begun.connection(), lastActivityAt);
    }

    /** Charges to the last activity and leaves the session to be resumed. */
    void release() {
        if (stage == Stage.METERING) {
            stage = Stage.RELEASED;
            if (underWay.isEmpty()
                    && Duration.between(meter.countedTo(), lastActivityAt).toSeconds() > 0) {
                ask(this::checkpoint, cause);
            }
        }
    }

    void end(EndReason reason, Cause because) {
        if (stage == Stage.METERING || stage == Stage.RELEASED) {
            stage = Stage.ENDING;
            ask(key -> end(reason, key), because);
        }
    }

    /** It has ended by other means. */
    void over() {
        stage = Stage.OVER;
    }

    /** Completes when nothing is under way. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    private void ask(Function<IdempotencyKey, BoundCommand> command, Cause because) {
        var key = new IdempotencyKey("live:" + begun.session() + ':' + begun.connection() + ':' + ++number);
        var errand = new Errand(new Submission(command.apply(key), because, Optional.of(new Once(key, key.value()))));
        if (underWay.isEmpty()) {
            settled = new CompletableFuture<>();
        }
        underWay = Optional.of(errand);
        send(errand);
    }

    private CheckpointSession checkpoint(IdempotencyKey key) {
        return new CheckpointSession(
                begun.account(),
                begun.session(),
                DeductionId.of(begun.account(), key),
                reading(),
                desk.quotas().current(),
                desk.now(),
                Past.NONE);
    }

    private EndSession end(EndReason reason, IdempotencyKey key) {
        return new EndSession(
                begun.account(),
                begun.session(),
                reason,
                DeductionId.of(begun.account(), key),
                Optional.of(reading()),
                desk.quotas().current(),
                FreeText.NONE,
                desk.now(),
                Past.NONE);
    }

    private void send(Errand errand) {
        errand.failed = false;
        errand.tries++;
        var _ = desk.dispatch()
                .submit(errand.submission)
                .completeOnTimeout(new Outcome.Unknown(), PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    LOG.error("A live session could not be charged", failure);
                    return new Outcome.Unknown();
                })
                .thenAccept(outcome -> {
                    synchronized (lock) {
                        answered(errand, outcome);
                    }
                });
    }

    private void answered(Errand errand, Outcome outcome) {
        switch (outcome) {
            case Accepted accepted
            when accepted.event() instanceof SessionCheckpointed checkpoint -> {
                desk.reached(accepted.position());
                granted(checkpoint.meter(), checkpoint.grant());
                done(errand, new Report.Charged(checkpoint));
            }
            case Accepted accepted
            when accepted.event() instanceof SessionEnded end -> {
                desk.reached(accepted.position());
                done(errand, new Report.Ended(end, Optional.of(accepted.position())));
            }
            case Rejected(SessionHasEnded ended) ->
                done(
                        errand,
                        ended.end()
                                .<Report>map(it -> new Report.Ended(it, Optional.empty()))
                                .orElseGet(Report.Unmetered::new));
            case Rejected(TakenOver _) -> done(errand, new Report.GoneElsewhere());
            case Outcome.Overloaded _, Outcome.Unknown _, Outcome.Unavailable _, Outcome.KeyInUse _ -> failed(errand);
            default -> {
                LOG.error("A live session is not charged: {}", outcome);
                done(errand, new Report.Unmetered());
            }
        }
    }

    private void done(Errand errand, Report report) {
        if (stage == Stage.OVER) {
            settle();
            return;
        }
        if (!(report instanceof Report.Charged)) {
            stage = Stage.OVER;
        }
        reports.accept(report);
        if (stage == Stage.OVER || underWay.equals(Optional.of(errand))) {
            settle();
        }
    }

    private void settle() {
        underWay = Optional.empty();
        settled.complete(null);
    }

    private void failed(Errand errand) {
        errand.failed = true;
        errand.retryAt = System.nanoTime() + RETRY_NANOS;
    }

    /** Tries again what failed. The seconds that were granted are as long as its client may go on without it. */
    void tick(Instant now) {
        var errand = underWay.filter(it -> it.failed && System.nanoTime() - it.retryAt >= 0);
        if (errand.isEmpty()) {
            return;
        }
        if (errand.get().tries >= TRIES_MAX) {
            LOG.error("A live session could not be charged to its last second, its monitor will end it");
            stage = Stage.OVER;
            settle();
            return;
        }
        if (stage == Stage.METERING && !now.isBefore(grantedUntil)) {
            stage = Stage.RELEASED;
            reports.accept(new Report.Unmetered());
        }
        send(errand.get());
    }
}
