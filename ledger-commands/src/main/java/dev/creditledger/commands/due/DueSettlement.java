package dev.creditledger.commands.due;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.domain.dispatch.DueWork;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.log.store.EventLog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the read side which accounts have something due on the business clock and lets each of them settle it, page by
 * page. The list is a hint: an account with nothing due writes nothing, so it does no harm when two nodes do this at
 * once.
 */
public final class DueSettlement implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(DueSettlement.class);

    /** Small enough to leave room in the queues for callers. */
    static final int PAGE = 200;

    private static final String JOB = "settle-due";

    private final DueAccounts due;
    private final Dispatch dispatch;
    private final EventLog log;
    private final InstantSource businessClock;

    public DueSettlement(DueAccounts due, Dispatch dispatch, EventLog log, InstantSource businessClock) {
        this.due = due;
        this.dispatch = dispatch;
        this.log = log;
        this.businessClock = businessClock;
    }

    /** Ends when nothing is due, or when a whole page brought nothing forward: then the next tick tries again. */
    @Override
    public long settle() {
        var now = businessClock.instant().truncatedTo(ChronoUnit.MICROS);
        var requestId = UUID.randomUUID().toString();
        var progress = true;
        while (progress) {
            var accounts = due.due(now, PAGE, log.head());
            progress = settle(accounts, now, Cause.system(JOB, requestId));
        }
        return log.head();
    }

    /** One account that cannot be settled does not hold up the others. */
    private static Outcome outcome(CompletableFuture<Outcome> settled) {
        return settled.exceptionally(failure -> {
                    LOG.error("What is due on an account could not be written", failure);
                    return new Outcome.Unknown();
                })
                .join();
    }

    private boolean settle(List<AccountId> accounts, Instant now, Cause cause) {
        var submissions = accounts.stream()
                .map(account -> new Submission(new SettleDue(account, now), cause, Optional.empty()))
                .toList();
        return dispatch.submitAll(submissions).stream()
                        .map(DueSettlement::outcome)
                        .filter(Outcome.Accepted.class::isInstance)
                        .count()
                > 0;
    }
}
