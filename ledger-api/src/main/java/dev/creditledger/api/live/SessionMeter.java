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
 * connection is over. It never waits. What the ledger cannot do now is asked for again under the same key, so that no
 * second is charged twice. All that happens to it happens under the lock of its connection.
 */
final class SessionMeter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMeter.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After that the monitor ends the session. */
    private static final int TRIES_MAX = 60;

    /** What has become of the session. */
    sealed interface Report {
        record Charged(SessionCheckpointed checkpoint) implements Report {}

        /** @param position empty: it had ended before */
        record Ended(SessionEnded end, Optional<Long> position) implements Report {}

        /** Another connection has it now. */
        record GoneElsewhere() implements Report {}

        /** The ledger cannot charge its client any longer. */
        record Unmetered() implements Report {}
    }

    private enum Stage {
        METERING,
        /** Charged to the last activity, and left to be resumed. */
        RELEASED,
        ENDING,
        OVER
    }

    /** A charge that was asked for. What it is for is read anew each time: until the ledger has answered it has not been made. */
    private static final class Charge {
        private final IdempotencyKey key;
        private final Function<IdempotencyKey, BoundCommand> command;
        private final Cause cause;
        private int tries;
        private boolean failed;
        private long retryAt;

        Charge(IdempotencyKey key, Function<IdempotencyKey, BoundCommand> command, Cause cause) {
            this.key = key;
            this.command = command;
            this.cause = cause;
        }

        Submission submission() {
            return new Submission(command.apply(key), cause, Optional.of(new Once(key, key.value())));
        }

        boolean isToRetry() {
            return failed && System.nanoTime() - retryAt >= 0;
        }
    }

    private final LiveDesk desk;
    private final Object lock;
    private final OpenSession opened;
    private final Cause cause;
    private final Consumer<Report> reports;

    private Stage stage = Stage.METERING;
    private Meter meter;
    private Instant lastActivityAt;
    private Instant dueAt = Instant.MAX;
    private Instant grantedUntil = Instant.MAX;
    private long number;
    private Optional<Charge> underWay = Optional.empty();
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    SessionMeter(LiveDesk desk, Object lock, OpenSession opened, Cause cause, Consumer<Report> reports) {
        this.desk = desk;
        this.lock = lock;
        this.opened = opened;
        this.cause = cause;
        this.reports = reports;
        this.meter = opened.meter();
        this.lastActivityAt = opened.meter().lastActivityAt();
        granted(opened.meter(), opened.grant());
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
        return new Reading.Connected(opened.connection(), lastActivityAt);
    }

    /** Charges to the last activity and leaves the session to be resumed. */
    void release() {
        if (stage == Stage.METERING) {
            stage = Stage.RELEASED;
            if (underWay.isEmpty()) {
                chargeTheRest();
            }
        }
    }

    private void chargeTheRest() {
        if (Duration.between(meter.countedTo(), lastActivityAt).toSeconds() > 0) {
            ask(this::checkpoint, cause);
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
        settle();
    }

    /** Completes when nothing is under way; whoever gives up waiting completes a copy. */
    CompletableFuture<Void> settled() {
        return settled.copy();
    }

    boolean isSettled() {
        return settled.isDone();
    }

    private void ask(Function<IdempotencyKey, BoundCommand> command, Cause because) {
        number++;
        var key = new IdempotencyKey("live:" + opened.session() + ':' + opened.connection() + ':' + number);
        var charge = new Charge(key, command, because);
        if (underWay.isEmpty()) {
            settled = new CompletableFuture<>();
        }
        underWay = Optional.of(charge);
        send(charge);
    }

    private CheckpointSession checkpoint(IdempotencyKey key) {
        return new CheckpointSession(
                opened.account(),
                opened.session(),
                DeductionId.of(opened.account(), key),
                reading(),
                desk.quotas(),
                desk.now(),
                Past.NONE);
    }

    private EndSession end(EndReason reason, IdempotencyKey key) {
        return new EndSession(
                opened.account(),
                opened.session(),
                reason,
                DeductionId.of(opened.account(), key),
                Optional.of(reading()),
                desk.quotas(),
                FreeText.NONE,
                desk.now(),
                Past.NONE);
    }

    private void send(Charge charge) {
        charge.failed = false;
        charge.tries++;
        CompletableFuture<Outcome> outcome;
        try {
            outcome = desk.dispatch().submit(charge.submission());
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        var _ = outcome.completeOnTimeout(new Outcome.Unknown(), PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(SessionMeter::unknown)
                .thenAccept(answer -> answer(charge, answer));
    }

    private static Outcome unknown(Throwable failure) {
        LOG.error("A live session could not be charged", failure);
        return new Outcome.Unknown();
    }

    private void answer(Charge charge, Outcome outcome) {
        synchronized (lock) {
            try {
                answered(charge, outcome);
            } catch (RuntimeException e) {
                failed(charge, unknown(e));
            }
        }
    }

    private void answered(Charge charge, Outcome outcome) {
        switch (outcome) {
            case Accepted accepted
            when accepted.event() instanceof SessionCheckpointed checkpoint -> {
                desk.reached(accepted.position());
                granted(checkpoint.meter(), checkpoint.grant());
                done(charge, new Report.Charged(checkpoint));
            }
            case Accepted accepted
            when accepted.event() instanceof SessionEnded end -> {
                desk.reached(accepted.position());
                over(new Report.Ended(end, Optional.of(accepted.position())));
            }
            case Rejected(SessionHasEnded ended) ->
                over(ended.end()
                        .<Report>map(it -> new Report.Ended(it, Optional.empty()))
                        .orElseGet(Report.Unmetered::new));
            case Rejected(TakenOver taken) -> over(new Report.GoneElsewhere());
            case Outcome.Overloaded _, Outcome.Unknown _, Outcome.Unavailable _, Outcome.KeyInUse _ ->
                failed(charge, outcome);
            default -> {
                LOG.error("A live session is not charged: {}", outcome);
                over(new Report.Unmetered());
            }
        }
    }

    private void done(Charge charge, Report report) {
        if (stage == Stage.OVER) {
            return;
        }
        reports.accept(report);
        if (underWay.equals(Optional.of(charge))) {
            settle();
            if (stage == Stage.RELEASED) {
                chargeTheRest();
            }
        }
    }

    private void over(Report report) {
        if (stage != Stage.OVER) {
            over();
            reports.accept(report);
        }
    }

    private void settle() {
        underWay = Optional.empty();
        settled.complete(null);
    }

    /** Whoever is on the way out is not kept waiting for it. */
    private void failed(Charge charge, Outcome outcome) {
        LOG.debug("A live session is charged later: {}", outcome);
        charge.failed = true;
        charge.retryAt = System.nanoTime() + RETRY_NANOS;
        if (stage == Stage.ENDING && underWay.equals(Optional.of(charge)) && charge.tries == 1) {
            reports.accept(new Report.Unmetered());
        }
    }

    /** Tries again what failed. The seconds that were granted are as long as its client may go on without it. */
    void tick(Instant now) {
        var charge = underWay.filter(Charge::isToRetry);
        if (charge.isEmpty()) {
            return;
        }
        if (stage == Stage.METERING && !now.isBefore(grantedUntil)) {
            stage = Stage.RELEASED;
            reports.accept(new Report.Unmetered());
        }
        if (stage != Stage.METERING && charge.get().tries >= TRIES_MAX) {
            LOG.error("A live session could not be charged to its last second: the monitor will end it");
            over(new Report.Unmetered());
        } else {
            send(charge.get());
        }
    }
}
