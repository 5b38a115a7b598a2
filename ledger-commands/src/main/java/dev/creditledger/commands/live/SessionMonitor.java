package dev.creditledger.commands.live;

import dev.creditledger.commands.node.NodeRegistry;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.DueWork;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.domain.dispatch.RunningSessions.RunningSession;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.session.SessionCommand.WatchSession;
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
 * Walks along all sessions that run and has those watched that nobody was heard of for too long, that have lasted too long,
 * or whose node is gone: none stays open for ever. The list is a hint; a session that goes on writes nothing.
 */
public final class SessionMonitor implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMonitor.class);

    /** Small enough to leave room in the queues for callers. */
    static final int PAGE = 200;

    private static final String JOB = "watch-sessions";

    private final RunningSessions sessions;
    private final NodeRegistry nodes;
    private final Dispatch dispatch;
    private final QuotaDesk quotas;
    private final EventLog log;
    private final InstantSource businessClock;

    public SessionMonitor(
            RunningSessions sessions,
            NodeRegistry nodes,
            Dispatch dispatch,
            QuotaDesk quotas,
            EventLog log,
            InstantSource businessClock) {
        this.sessions = sessions;
        this.nodes = nodes;
        this.dispatch = dispatch;
        this.quotas = quotas;
        this.log = log;
        this.businessClock = businessClock;
    }

    @Override
    public long settle() {
        var now = businessClock.instant().truncatedTo(ChronoUnit.MICROS);
        var cause = Cause.system(JOB, UUID.randomUUID().toString());
        var page = sessions.running(0, PAGE, log.head());
        while (!page.isEmpty()) {
            watch(page, now, cause);
            page = page.size() < PAGE
                    ? List.of()
                    : sessions.running(page.getLast().place(), PAGE, 0);
        }
        return log.head();
    }

    /** Nodes are looked up for each page anew: a node that came after the last one is not missing. */
    private void watch(List<RunningSession> page, Instant now, Cause cause) {
        var missing = nodes.missing();
        var submissions = page.stream()
                .map(session ->
                        new Suspect(session, session.node().filter(missing).isPresent()))
                .filter(suspect -> suspect.isToBeWatched(now))
                .map(suspect -> submission(suspect, now, cause))
                .toList();
        dispatch.submitAll(submissions).forEach(SessionMonitor::await);
    }

    private record Suspect(RunningSession session, boolean isOrphaned) {
        boolean isToBeWatched(Instant now) {
            return isOrphaned || !now.isBefore(session.staleAt()) || !now.isBefore(session.longestUntil());
        }

        Optional<Integer> orphanedConnection() {
            return isOrphaned ? Optional.of(session.connection()) : Optional.empty();
        }
    }

    /** A session ends once by itself. Each run has its own keys: one that wrote only what else was due has used its. */
    private Submission submission(Suspect suspect, Instant now, Cause cause) {
        var session = suspect.session();
        var key = new IdempotencyKey(JOB + ':' + session.session() + ':' + cause.requestId());
        var command = new WatchSession(
                session.account(),
                session.session(),
                suspect.orphanedConnection(),
                DeductionId.of(session.account(), key),
                quotas.current(),
                now,
                Past.NONE);
        return new Submission(command, cause, Optional.of(new Once(key, JOB)));
    }

    /** One session that cannot be ended does not hold up the others. */
    private static void await(CompletableFuture<Outcome> outcome) {
        outcome.exceptionally(failure -> {
                    LOG.error("A session that has to end could not be ended", failure);
                    return new Outcome.Unknown();
                })
                .join();
    }
}
