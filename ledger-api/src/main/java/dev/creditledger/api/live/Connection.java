package dev.creditledger.api.live;

import dev.creditledger.api.live.Admission.Place;
import dev.creditledger.api.live.ClientMessage.Authenticate;
import dev.creditledger.api.live.ClientMessage.Heartbeat;
import dev.creditledger.api.live.ClientMessage.Refresh;
import dev.creditledger.api.live.ClientMessage.Stop;
import dev.creditledger.api.live.SessionMeter.Report;
import dev.creditledger.api.problem.ProblemException;
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

    private enum Stage {
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
    private final LiveRoom room;
    private final Consumer<Connection> forget;
    private final Pulse pulse;
    private final Manners manners = new Manners();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private Stage stage = Stage.WAITING;
    private boolean closed;
    private Optional<Outbox> outbox = Optional.empty();
    private Optional<LiveSession> session = Optional.empty();

    /** @param forget called once nothing is to be done for it any more */
    Connection(Handshake handshake, Place place, LiveRoom room, Consumer<Connection> forget) {
        this.handshake = handshake;
        this.place = place;
        this.room = room;
        this.forget = forget;
        this.pulse = new Pulse(room.settings());
    }

    synchronized void opened(Outbox now) {
        outbox = Optional.of(now);
        if (stage == Stage.LEAVING) {
            now.close(Closing.GOING_AWAY);
        }
    }

    synchronized boolean runs(SessionId id) {
        return stage == Stage.RUNNING && running().begun().session().equals(id);
    }

    private LiveSession running() {
        return session.orElseThrow();
    }

    /** What it knows of its session, while that runs. */
    synchronized Optional<Reading> reading() {
        return stage == Stage.RUNNING ? Optional.of(running().meter().reading()) : Optional.empty();
    }

    /** Completes when it is closed and its session is charged. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** May wait, for the ledger or for whoever issues tokens: the client is not read from meanwhile. */
    void text(String text) {
        switch (heardWhile()) {
            case WAITING -> authenticating(text);
            case RUNNING -> running(text);
            case OPENING, LEAVING -> {}
        }
    }

    private synchronized Stage heardWhile() {
        heard();
        return stage;
    }

    private void authenticating(String text) {
        try {
            if (ClientMessage.read(text) instanceof Authenticate authenticate && opening()) {
                begin(authenticate);
            } else {
                leave(Farewell.AUTHENTICATE_FIRST);
            }
        } catch (ProblemException unreadable) {
            leave(Farewell.AUTHENTICATE_FIRST.with(Message.unreadable(unreadable)));
        }
    }

    private synchronized boolean opening() {
        var waited = stage == Stage.WAITING;
        stage = waited ? Stage.OPENING : stage;
        return waited;
    }

    private void begin(Authenticate authenticate) {
        try {
            begin(room.welcome(authenticate, handshake, place::known));
        } catch (ProblemException problem) {
            leave(room.farewells().of(problem, handshake.feature()));
        }
    }

    private synchronized void begin(Begun begun) {
        var meter = new SessionMeter(room.desk(), this, begun, system(), this::report);
        session = Optional.of(new LiveSession(begun, meter, begun.guest().cause(handshake)));
        if (stage == Stage.OPENING) {
            stage = Stage.RUNNING;
            send(begun.message());
        } else {
            meter.release();
        }
    }

    private Cause system() {
        return Cause.system("meter-session", handshake.id());
    }

    private void running(String text) {
        try {
            running(ClientMessage.read(text));
        } catch (ProblemException unreadable) {
            complain(unreadable);
        }
    }

    private void running(ClientMessage message) {
        switch (message) {
            case Authenticate _ -> fail(Farewell.ALREADY_AUTHENTICATED);
            case Refresh(var token) ->
                refreshed(room.doorkeeper().refreshed(token, running().begun().guest()));
            case Heartbeat _ -> send(Message.of("heartbeat"));
            case Stop _ -> stop();
        }
    }

    private synchronized void fail(Farewell words) {
        running().fail(words);
    }

    private synchronized void stop() {
        running().stop();
    }

    private synchronized void refreshed(Instant until) {
        running().refreshed(until);
        send(Message.of("refreshed").with("valid_until", until));
    }

    private synchronized void complain(ProblemException unreadable) {
        send(Message.unreadable(unreadable));
        if (manners.isTooMuch()) {
            drop(Farewell.TOO_MANY_ERRORS);
        }
    }

    /** @param last whether this is the end of the message */
    synchronized void binary(int bytes, boolean last) {
        heard();
        if (stage == Stage.WAITING) {
            leave(Farewell.AUTHENTICATE_FIRST);
        } else if (manners.isTooBig(bytes, last)) {
            drop(Farewell.TOO_BIG);
        }
    }

    synchronized void pong(long ping) {
        heard();
        pulse.answered(ping, settled());
    }

    private void heard() {
        pulse.heard();
        if (stage == Stage.RUNNING) {
            running().meter().heard(room.desk().now());
        }
    }

    /** Completes when nothing of its session is under way. */
    private CompletableFuture<Void> settled() {
        return session.map(it -> it.meter().settled()).orElseGet(() -> CompletableFuture.completedFuture(null));
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
        if (!outbox.orElseThrow().ping(pulse.ask())) {
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
                        () -> Thread.ofVirtual().name("live-end").start(() -> leave(room.farewell(end, position))));
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

    /** The node stops. */
    synchronized void shutDown() {
        switch (stage) {
            case WAITING, OPENING -> leave(Farewell.SHUTDOWN);
            case RUNNING -> running().meter().end(EndReason.SERVER_SHUTDOWN, system());
            case LEAVING -> {}
        }
    }

    /** Leaves the session to be resumed. */
    private void drop(Farewell farewell) {
        leave(farewell);
        session.ifPresent(it -> it.meter().release());
    }

    private synchronized void leave(Farewell farewell) {
        if (stage != Stage.LEAVING) {
            stage = Stage.LEAVING;
            outbox.ifPresent(out -> out.close(farewell));
        }
    }

    private synchronized void send(Message message) {
        if (stage != Stage.LEAVING && !outbox.orElseThrow().send(message)) {
            tooSlow();
        }
    }

    private void tooSlow() {
        stage = Stage.LEAVING;
        outbox.orElseThrow().abandon(Closing.POLICY_VIOLATION);
        session.ifPresent(it -> it.meter().release());
    }

    /** The container has closed it, whoever wanted it. */
    synchronized void closed(int code) {
        closed = true;
        pulse.stopped();
        if (stage == Stage.RUNNING && code == Closing.NORMAL.code()) {
            running().stop();
        } else {
            session.ifPresent(it -> it.meter().release());
        }
        stage = Stage.LEAVING;
        place.leave();
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
            running().fail(Farewell.INVALID_TOKEN);
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
        if (closed && settled().isDone()) {
            forget.accept(this);
            gone.complete(null);
        }
    }

    /** A bug: the client shall not hang on a connection that does nothing. */
    synchronized void broken(Throwable failure) {
        LOG.error("A live connection failed", failure);
        drop(Farewell.INTERNAL_ERROR);
    }
}
