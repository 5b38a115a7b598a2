package dev.creditledger.commands.bus;

import dev.creditledger.commands.bus.Inbox.Admission;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that owns a share of the accounts and decides for them, and a second one that appends what it decided. What
 * comes in meanwhile leaves with the next append: the busier it is, the more commands share one write to the disk.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration FINISH_WITHIN = Duration.ofSeconds(30);

    private final Inbox inbox;
    private final ExecutorService appender;
    private final Thread thread;

    private Worker(int number, Inbox inbox, int batchMax, BatchRunner runner) {
        this.inbox = inbox;
        this.appender = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("ledger-appender-" + number).factory());
        var pipeline = new Pipeline(inbox, batchMax, runner, appender);
        this.thread = Thread.ofPlatform().name("ledger-worker-" + number).unstarted(pipeline::workOff);
    }

    static Worker start(int number, Inbox inbox, int batchMax, BatchRunner runner) {
        var worker = new Worker(number, inbox, batchMax, runner);
        worker.thread.start();
        return worker;
    }

    Admission offer(Work work) {
        return inbox.offer(work);
    }

    void takeNoMore() {
        inbox.close();
    }

    /** Returns when all that was taken is done, or when that takes too long to wait for. */
    void awaitEnd() {
        try {
            if (!thread.join(FINISH_WITHIN)) {
                LOG.error("{} is still busy after {}", thread.getName(), FINISH_WITHIN);
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        appender.shutdown();
    }
}
