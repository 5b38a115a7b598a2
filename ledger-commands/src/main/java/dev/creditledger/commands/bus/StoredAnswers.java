package dev.creditledger.commands.bus;

import dev.creditledger.commands.bus.Work.Once;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.EventLog.KeyOf;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.StoredEvent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that the log keeps for ever, found by account and key. */
final class StoredAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(StoredAnswers.class);

    private final EventLog log;
    private final CommandMetrics metrics;

    StoredAnswers(EventLog log, CommandMetrics metrics) {
        this.log = log;
        this.metrics = metrics;
    }

    /** Answers those whose key has had its effect, with one look-up for all of them. The others stay open. */
    void answer(List<Work> works) {
        var wanted = works.stream()
                .flatMap(work -> work.once().map(once -> in(work, once)).stream())
                .distinct()
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        var found = log.byKeys(wanted);
        var safe = areSafe(found.values());
        for (var work : works) {
            work.once().ifPresent(once -> answer(work, once, found.get(in(work, once)), safe));
        }
    }

    /** Whoever wrote them may not know it: an answer that its caller never got, for example. */
    private boolean areSafe(Collection<StoredEvent> found) {
        try {
            found.stream().mapToLong(StoredEvent::position).max().ifPresent(log::confirm);
            return true;
        } catch (LogUnavailableException e) {
            LOG.error("{} answers may be lost again: {}", found.size(), e.reason());
            return false;
        }
    }

    /** An answer that cannot be read, because a newer node wrote it for example, concerns nobody else. */
    private void answer(Work work, Once once, @Nullable StoredEvent found, boolean safe) {
        if (found == null) {
            return;
        }
        try {
            work.answer(safe ? outcome(once, found) : new Outcome.Unknown());
        } catch (RuntimeException e) {
            work.fail(e);
        }
    }

    private static KeyOf in(Work work, Once once) {
        return new KeyOf(work.account().value(), once.key());
    }

    /** The fingerprint knows the caller and the request. */
    private Outcome outcome(Once once, StoredEvent answer) {
        if (!answer.fingerprint().equals(Optional.of(once.fingerprint()))) {
            return new Outcome.KeyReused();
        }
        metrics.replay();
        return new Outcome.Accepted(answer.event(), answer.position(), true);
    }
}
