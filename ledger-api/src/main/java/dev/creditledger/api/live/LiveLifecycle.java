package dev.creditledger.api.live;

import dev.creditledger.domain.dispatch.DueWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Lets time pass for all connections. When business time was moved by hand it comes before all others who do what is due:
 * whoever is connected has been there all that time. When the node stops, sessions end before anything they need does.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LiveLifecycle implements DueWork, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveLifecycle.class);

    private static final long TICK_MILLIS = 250;
    private static final long REFRESH_MILLIS = 1_000;
    private static final long ANSWER_SECONDS = 2;
    private static final long LEAVE_SECONDS = 10;

    private final Connections connections;
    private final ConnectionLimits limits;
    private final LiveDesk desk;
    private final InstantSource realClock;
    private final ScheduledExecutorService ticker = thread("live-ticker");
    private final ScheduledExecutorService refresher = thread("live-quotas");
    private volatile boolean started;

    LiveLifecycle(Connections connections, ConnectionLimits limits, LiveDesk desk, InstantSource realClock) {
        this.connections = connections;
        this.limits = limits;
        this.desk = desk;
        this.realClock = realClock;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    @Override
    public void start() {
        var _ = ticker.scheduleWithFixedDelay(guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var _ = refresher.scheduleWithFixedDelay(
                guarded(this::refresh), REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        started = true;
    }

    /** What throws once is tried again the next time: a scheduler would give it up. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("Live sessions are not looked after, for a moment", e);
            }
        };
    }

    /** May wait for the database, so that nobody else has to. */
    private void refresh() {
        if (!connections.all().isEmpty()) {
            var _ = desk.currentQuotas();
        }
    }

    private void tick() {
        var now = desk.now();
        var realNow = realClock.instant();
        for (var connection : connections.all()) {
            guarded(() -> tick(connection, now, realNow)).run();
        }
    }

    private static void tick(Connection connection, Instant now, Instant realNow) {
        try {
            connection.tick(now, realNow);
        } catch (RuntimeException e) {
            connection.broken(e);
        }
    }

    /** Who does not answer in time has been heard of before: what became due is charged to then. */
    @Override
    public long settle() {
        await(connections.all().stream().map(Connection::measure).toList(), ANSWER_SECONDS);
        return desk.reached();
    }

    @Override
    public void stop() {
        limits.close();
        connections.all().forEach(Connection::shutDown);
        if (!await(connections.all().stream().map(Connection::gone).toList(), LEAVE_SECONDS)) {
            LOG.warn(
                    "{} live connections did not end in time", connections.all().size());
        }
        ticker.shutdownNow();
        refresher.shutdownNow();
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** Whether all are done in time. */
    private static boolean await(Collection<CompletableFuture<Void>> all, long seconds) {
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> true)
                .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
                .join();
    }
}
