package dev.creditledger.api.live;

import dev.creditledger.api.live.ConnectionLimits.Place;
import dev.creditledger.api.live.SessionMeter.Report;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, from its handshake to its close, and the session that runs by it. What happens to it comes from
 * the container, the clock's ticks and the write side; a lock puts it one after the other, and nothing waits under it.
 */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    enum Stage {
        /** Nobody has said who it is. */
        WAITING,
        /** Its session is being started. */
        OPENING,
        RUNNING,
        /** What is sent to it ends with its close; what comes from it counts no more. */
        LEAVING
    }

    private final Handshake handshake;
    private final Place place;
    private final LiveContext context;
    private final Consumer<Connection> forget;
    private final Pulse pulse;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private Stage stage = Stage.WAITING;
    private boolean closed;
    private boolean stopping;
    private Optional<Outbox> outbox = Optional.empty();
    private Optional<LiveSession> session = Optional.empty();

    /** @param forget called once nothing is to be done for it any more */
    Connection(Handshake handshake, Place place, LiveContext context, Consumer<Connection> forget) {
        this.handshake = handshake;
        this.place = place;
        this.context = context;
        this.forget = forget;
        this.pulse = new Pulse(context.settings());
    }

    // --- its client

    synchronized void opened(Outbox now) {
        outbox = Optional.of(now);
        if (stage == Stage.LEAVING) {
            now.close(Closing.GOING_AWAY);
        } else if (place.isClosing()) {
            leave(Farewell.SHUTDOWN);
        }
    }

    /** Its client is there, unless it comes back from a silence that was too long: that is not charged. */
    synchronized Stage heard() {
        if (stage == Stage.RUNNING && pulse.isSilent()) {
            drop(Farewell.SILENT);
        }
        pulse.heard();
        if (stage == Stage.RUNNING) {
            running().meter().heard(context.desk().now());
        }
        return stage;
    }

    synchronized void answered(long ping) {
        pulse.answered(ping, settled());
    }

    void known() {
        place.known();
    }

    /** Whether nobody else has said who it is, or has closed it. */
    synchronized boolean opening() {
        if (stage != Stage.WAITING) {
            return false;
        }
        stage = Stage.OPENING;
        return true;
    }

    synchronized void begin(OpenSession opened) {
        var meter = new SessionMeter(context.desk(), this, opened, system(), this::report);
        session = Optional.of(new LiveSession(opened, meter, opened.guest().cause(handshake)));
        if (stage == Stage.OPENING) {
            stage = Stage.RUNNING;
            send(opened.message());
            ping();
        } else {
            meter.release();
        }
        if (stopping) {
            shutDown();
        }
    }

    private Cause system() {
        return Cause.system("meter-session", handshake.id());
    }

    synchronized Guest guest() {
        return running().opened().guest();
    }

    private LiveSession running() {
        return session.orElseThrow();
    }

    synchronized void refreshed(Instant tokenUntil) {
        running().refreshed(tokenUntil);
        send(Message.of("refreshed").with("valid_until", tokenUntil));
    }

    synchronized void stop() {
        running().stop();
    }

    /** Its client has done what ends its session. */
    synchronized void fail(Farewell words) {
        running().fail(words);
    }

    // --- its session

    synchronized boolean runs(SessionId id) {
        return stage == Stage.RUNNING && holds(id);
    }

    /** Which of its session's connections it is. */
    synchronized int number() {
        return running().opened().connection();
    }

    /** Whether it runs the session, or has still to charge it. */
    synchronized boolean holds(SessionId id) {
        return session.filter(it -> it.opened().session().equals(id)).isPresent()
                && (stage == Stage.RUNNING || !isSettled());
    }

    /** What it knows of its session, while that runs. */
    synchronized Optional<Reading> reading() {
        return stage == Stage.RUNNING ? Optional.of(running().meter().reading()) : Optional.empty();
    }

    /** Completes when nothing of its session is under way. */
    private CompletableFuture<Void> settled() {
        return session.map(it -> it.meter().settled()).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private boolean isSettled() {
        return session.map(it -> it.meter().isSettled()).orElse(true);
    }

    /** Asks the client whether it is there; completes when it has answered, and what was due by then is charged. */
    synchronized CompletableFuture<Void> measure() {
        if (stage != Stage.RUNNING) {
            return settled();
        }
        ping();
        return pulse.answer();
    }

    private void ping() {
        if (stage == Stage.RUNNING && !outbox.orElseThrow().ping(pulse.ask())) {
            tooSlow();
        }
    }

    /** What the ledger says of its session. */
    private void report(Report report) {
        switch (report) {
            case Report.Charged(var checkpoint) -> {
                checkpoint.lowBalance().ifPresent(percent -> send(Message.lowBalance(checkpoint, percent)));
                send(Message.checkpoint(checkpoint));
            }
            case Report.Ended(var end, var position) -> ended(end, position);
            case Report.GoneElsewhere _ -> leave(Farewell.TAKEN_OVER);
            case Report.Unmetered _ -> leave(Farewell.UNMETERED);
        }
    }

    /** Its end may have to be looked up, so that it is told by a thread that may wait. */
    private void ended(SessionEnded end, Optional<Long> position) {
        running()
                .farewell(end)
                .ifPresentOrElse(
                        this::leave,
                        () -> Thread.ofVirtual().name("live-end").start(() -> leave(context.farewell(end, position))));
    }

    /** Somebody else has ended its session. */
    synchronized void ended(SessionEnded end) {
        running().meter().over();
        ended(end, Optional.empty());
    }

    /** Another connection is about to go on with its session. Completes when this one has charged its part. */
    synchronized CompletableFuture<Void> handOver() {
        drop(Farewell.TAKEN_OVER);
        return settled();
    }

    // --- its end

    /** The node stops. What is being started is ended once it has. */
    synchronized void shutDown() {
        stopping = true;
        switch (stage) {
            case WAITING -> leave(Farewell.SHUTDOWN);
            case RUNNING -> running().meter().end(EndReason.SERVER_SHUTDOWN, system());
            case OPENING, LEAVING -> {}
        }
    }

    /** Leaves the session to be resumed. */
    synchronized void drop(Farewell farewell) {
        leave(farewell);
        release();
    }

    private void release() {
        session.ifPresent(it -> it.meter().release());
    }

    synchronized void leave(Farewell farewell) {
        if (stage != Stage.LEAVING) {
            stage = Stage.LEAVING;
            outbox.ifPresent(out -> out.close(farewell));
        }
    }

    synchronized void send(Message message) {
        if (stage != Stage.LEAVING && !outbox.orElseThrow().send(message)) {
            tooSlow();
        }
    }

    private void tooSlow() {
        stage = Stage.LEAVING;
        outbox.orElseThrow().abandon(Closing.POLICY_VIOLATION);
        release();
    }

    /** The container has closed it, whoever wanted it. A client that closes it in order has been there until now. */
    synchronized void closed(int code) {
        place.leave();
        closed = true;
        pulse.stopped();
        if (stage == Stage.RUNNING && (code == Closing.NORMAL.code() || code == Closing.GOING_AWAY.code())) {
            heard();
        }
        if (stage == Stage.RUNNING && code == Closing.NORMAL.code()) {
            stop();
        }
        stage = Stage.LEAVING;
        release();
    }

    /**
     * @param now business time
     * @param realNow by which tokens expire
     */
    synchronized void tick(Instant now, Instant realNow) {
        session.ifPresent(it -> it.meter().tick(now));
        switch (stage) {
            case WAITING -> {
                if (pulse.isLate()) {
                    leave(Farewell.INVALID_TOKEN);
                }
            }
            case RUNNING -> tickRunning(now, realNow);
            case OPENING -> {}
            case LEAVING -> forgetIfDone();
        }
    }

    private void tickRunning(Instant now, Instant realNow) {
        if (running().isExpired(realNow)) {
            fail(Farewell.INVALID_TOKEN);
        } else if (pulse.isSilent()) {
            drop(Farewell.SILENT);
        } else if (pulse.isToAsk()
                || (running().meter().isDue(now) && pulse.answer().isDone())) {
            ping();
        }
    }

    /** What never was opened has nobody to close it. */
    private void forgetIfDone() {
        if (outbox.isEmpty()) {
            closed = true;
            place.leave();
        }
        if (closed && isSettled()) {
            forget.accept(this);
            gone.complete(null);
        }
    }

    /** Completes when it is closed and its session is charged. */
    CompletableFuture<Void> gone() {
        return gone.copy();
    }

    /** A bug: the client shall not hang on a connection that does nothing. */
    synchronized void broken(Throwable failure) {
        LOG.error("A live connection failed", failure);
        drop(Farewell.INTERNAL_ERROR);
    }
}
