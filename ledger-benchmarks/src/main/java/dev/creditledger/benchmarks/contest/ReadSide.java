package dev.creditledger.benchmarks.contest;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.projections.ProjectionPosition;
import dev.creditledger.projections.Rebuild;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The read side as the application has it, put together by its own configuration, beside a write side. */
final class ReadSide implements AutoCloseable {

    private static final String PARTS = "dev.creditledger.projections";
    private static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final EventLog log;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    ReadSide(DataSource pool, Vault vault, EventLog log) {
        this.log = log;
        // The write side closes the pool, when it has no more use for it either.
        context.registerBean(DataSource.class, () -> pool, definition -> definition.setDestroyMethodName(""));
        context.registerBean(Vault.class, () -> vault);
        context.registerBean(EventLog.class, () -> log);
        context.scan(PARTS);
        context.refresh();
    }

    /** Returns when all that is in the log is in the rows. */
    void awaitCaughtUp() {
        if (!context.getBean(ProjectionPosition.class).await(log.head(), CATCHES_UP_WITHIN)) {
            throw new IllegalStateException("the read side does not catch up within " + CATCHES_UP_WITHIN);
        }
    }

    /** Asks how far it is behind, until it is closed. */
    Lag lag() {
        var position = context.getBean(ProjectionPosition.class);
        return new Lag(log::head, head -> position.await(head, CATCHES_UP_WITHIN));
    }

    /** Throws all rows away, and returns when they are there again. */
    void rebuild() {
        var rebuild = context.getBean(Rebuild.class);
        rebuild.start();
        var end = System.nanoTime() + CATCHES_UP_WITHIN.toNanos();
        for (var progress = rebuild.progress(); progress.position() < progress.head(); progress = rebuild.progress()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the read side is not rebuilt within " + CATCHES_UP_WITHIN);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
