package dev.creditledger.api.demo.live;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.demo.Report;
import dev.creditledger.api.demo.Submitting;
import dev.creditledger.api.dev.Clockwork;
import dev.creditledger.api.live.Connections;
import dev.creditledger.api.live.LiveSettings;
import dev.creditledger.api.live.SocketSettings;
import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.projections.ProjectionPosition;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Simulated users run live sessions over the real WebSocket, each on an account of its own. Every run begins at a full hour
 * of the business clock, that no other began at, and names its accounts after it: what earlier ones charged stays as it is.
 */
@Component
@Lazy
public final class LiveDemo {

    public static final int SESSIONS_MIN = LivePlan.SESSIONS_MIN;
    public static final int SESSIONS_MAX = LivePlan.SESSIONS_MAX;

    private static final Duration PROJECTION_WAIT = Duration.ofSeconds(60);

    private final Clockwork clockwork;
    private final Dispatch dispatch;
    private final ProjectionPosition projection;
    private final Connections connections;
    private final LiveSettings settings;
    private final SocketSettings sockets;
    private final DataSource database;

    LiveDemo(
            Clockwork clockwork,
            Dispatch dispatch,
            ProjectionPosition projection,
            Connections connections,
            LiveSettings settings,
            SocketSettings sockets,
            DataSource database) {
        this.clockwork = clockwork;
        this.dispatch = dispatch;
        this.projection = projection;
        this.connections = connections;
        this.settings = settings;
        this.sockets = sockets;
        this.database = database;
    }

    /**
     * @param url of this ledger
     * @param key with which users' tokens are signed
     * @param sessions from {@link #SESSIONS_MIN} to {@link #SESSIONS_MAX}
     * @throws CannotStart if the ledger cannot take them now
     */
    public Report run(String url, DevTokenKey key, int sessions) throws InterruptedException {
        var started = System.nanoTime();
        var hour = nextHour();
        clockwork.set(hour);
        var plan = LivePlan.of(hour, sessions, new TreeSet<>(sockets.features()));
        open(plan);
        try (var door = new LiveDoor(URI.create(url), key, clockwork::now)) {
            var witnesses = new Visiting(clockwork, plan, door, connections).all(longest());
            // All that was written before is in what becomes of this step.
            await(clockwork.advance(Visiting.STEP));
            var evidence = Evidence.of(database, plan.prefix(), witnesses);
            return new LiveReport(new LiveSummary(
                    evidence,
                    SessionsCheck.of(evidence),
                    Duration.between(hour, clockwork.now()),
                    Duration.ofNanos(System.nanoTime() - started)));
        }
    }

    /** Quotas of an hour begin anew. */
    private Instant nextHour() {
        return clockwork.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** That a session lasts by itself. */
    private Duration longest() {
        var longest = settings.maxDuration();
        return longest.compareTo(settings.staleAfter()) < 0 ? settings.staleAfter() : longest;
    }

    private void open(LivePlan plan) throws InterruptedException {
        var commands = new LiveCommands(clockwork::now);
        var submitting = new Submitting(dispatch);
        var position = new AtomicLong();
        submitting.all(plan.visits(), commands::opening, (_, outcome) -> note(outcome, position));
        submitting.all(plan.visits(), commands::subscription, (_, outcome) -> note(outcome, position));
        submitting.all(buyers(plan), commands::purchase, (_, outcome) -> note(outcome, position));
        var limited = plan.visits().stream()
                .filter(visit -> visit.quota().isPresent())
                .toList();
        submitting.all(limited, commands::quota, (_, outcome) -> note(outcome, position));
        await(position.get());
    }

    private static List<Visit> buyers(LivePlan plan) {
        return plan.visits().stream().filter(visit -> visit.tier().buys()).toList();
    }

    private static void note(Outcome outcome, AtomicLong position) {
        if (!(outcome instanceof Outcome.Accepted accepted)) {
            throw new IllegalStateException("an account of the demo was answered " + outcome);
        }
        position.accumulateAndGet(accepted.position(), Math::max);
    }

    private void await(long position) {
        if (!projection.await(position, PROJECTION_WAIT)) {
            throw new IllegalStateException("the read side is not up to date after " + PROJECTION_WAIT);
        }
    }
}
