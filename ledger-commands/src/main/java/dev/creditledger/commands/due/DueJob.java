package dev.creditledger.commands.due;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.creditledger.domain.dispatch.DueWork;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Settles what is due, again and again: on one node at a time, and on another one when that node is gone. It ticks on
 * real time; what is due is a question for the business clock.
 */
public final class DueJob implements AutoCloseable {

    private final Scheduler scheduler;

    public DueJob(DataSource database, DueWork work, Duration interval) {
        var task = Tasks.recurring("settle-due", FixedDelay.of(interval)).execute((_, _) -> work.settle());
        scheduler = Scheduler.create(database)
                .tableName("jobs.scheduled_tasks")
                .startTasks(task)
                .threads(1)
                .pollingInterval(interval)
                // A node that died is missed after four of these.
                .heartbeatInterval(Duration.ofSeconds(15))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    public DueJob start() {
        scheduler.start();
        return this;
    }

    /** Lets a run that is under way finish. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
