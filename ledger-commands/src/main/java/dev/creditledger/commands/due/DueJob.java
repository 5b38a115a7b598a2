package dev.creditledger.commands.due;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.creditledger.domain.dispatch.DueWork;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/**
 * Does what is due, again and again: each task on one node at a time, and on another one when that node is gone. It ticks
 * on real time; what is due is a question for the business clock.
 */
public final class DueJob implements AutoCloseable {

    /** Work that comes back. */
    public record Task(String name, DueWork work, Duration every) {
        private RecurringTask<Void> recurring() {
            return Tasks.recurring(name, FixedDelay.of(every)).execute((_, _) -> work.settle());
        }
    }

    private final Scheduler scheduler;

    public DueJob(DataSource database, List<Task> tasks) {
        scheduler = Scheduler.create(database)
                .tableName("jobs.scheduled_tasks")
                .startTasks(tasks.stream().map(Task::recurring).toList())
                .threads(tasks.size())
                .pollingInterval(Collections.min(tasks.stream().map(Task::every).toList()))
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
