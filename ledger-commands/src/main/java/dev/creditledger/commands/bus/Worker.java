package dev.creditledger.commands.bus;

import dev.creditledger.commands.bus.Inbox.Admission;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that owns a share of the accounts. What comes in while it commits is its next batch: the busier it is, the
 * more commands share one write to the disk.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration FINISH_WITHIN = Duration.ofSeconds(30);

    private final Inbox inbox;
    private final int batchMax;
    private final BatchRunner runner;
    private final Thread thread;

    private Worker(String name, Inbox inbox, int batchMax, BatchRunner runner) {
        this.inbox = inbox;
        this.batchMax = batchMax;
        this.runner = runner;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::workOff);
    }

    static Worker start(String name, Inbox inbox, int batchMax, BatchRunner runner) {
        var worker = new Worker(name, inbox, batchMax, runner);
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
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOff() {
        for (var works = inbox.take(batchMax); !works.isEmpty(); works = inbox.take(batchMax)) {
            run(works);
        }
    }

    /** A bug in one batch must neither leave its callers waiting nor end the worker. */
    private void run(List<Work> works) {
        try {
            runner.run(works);
        } catch (Throwable e) {
            LOG.error("A batch of {} commands failed", works.size(), e);
            works.forEach(work -> work.fail(e));
        }
    }
}
