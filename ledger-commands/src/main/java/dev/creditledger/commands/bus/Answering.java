package dev.creditledger.commands.bus;

import static dev.creditledger.commands.account.AccountState.BLANK;

import dev.creditledger.commands.bus.Batch.Answer;
import dev.creditledger.commands.bus.Batch.Failed;
import dev.creditledger.commands.bus.Batch.Repeated;
import dev.creditledger.commands.bus.Batch.Unreadable;
import dev.creditledger.commands.bus.Batch.Unwritten;
import dev.creditledger.commands.bus.Batch.Written;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What callers are told, and only when it is true: what was written, once it is on disk; what was decided without writing,
 * if the log agrees; and once more what the log has answered before.
 */
final class Answering {

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final EventLog log;
    private final StoredAnswers stored;
    private final RecentKeys recent;
    private final CommandMetrics metrics;

    Answering(EventLog log, RecentKeys recent, CommandMetrics metrics) {
        this.log = log;
        this.stored = new StoredAnswers(log, metrics);
        this.recent = recent;
        this.metrics = metrics;
    }

    boolean looksLikeReplay(Work work) {
        return work.once().filter(once -> recent.mayContain(once.hash())).isPresent();
    }

    /** A key whose command is under way is looked up once it has landed. */
    void expectReplays(Batch batch) {
        for (var i = 0; i < batch.works().size(); i++) {
            if (batch.answers().get(i) instanceof Written) {
                batch.works().get(i).once().ifPresent(once -> recent.add(once.hash()));
            }
        }
    }

    /** Answers those whose keys have had their effect. */
    void again(List<Work> works) {
        stored.answer(works);
    }

    /** @param first position of the flight's first event */
    void written(Flight flight, long first) {
        var next = first;
        for (var batch : flight.batches()) {
            for (var i = 0; i < batch.works().size(); i++) {
                written(batch.works().get(i), batch.answers().get(i), next);
            }
            next += batch.events();
        }
    }

    private void written(Work work, Answer answer, long first) {
        switch (answer) {
            case Written(var event, var index) -> {
                work.once().ifPresent(once -> recent.add(once.hash()));
                work.answer(new Outcome.Accepted(event, first + index, false));
            }
            case Repeated repeated -> work.answer(repeated(work, repeated, first));
            case Unreadable(var cause) -> work.fail(cause);
            case Failed _, Unwritten _ -> {}
        }
    }

    private Outcome repeated(Work work, Repeated repeated, long first) {
        if (!work.once().equals(Optional.of(repeated.firstOnce()))) {
            return new Outcome.KeyReused();
        }
        metrics.replay();
        return new Outcome.Accepted(
                repeated.first().event(), first + repeated.first().index(), true);
    }

    /**
     * What wrote nothing was not checked by the log: it is told if no key has had its effect before, and no account has
     * anything newer.
     *
     * @return those that have no answer
     */
    List<Work> unwritten(Flight flight) {
        var untold = untold(flight);
        if (untold.isEmpty()) {
            return List.of();
        }
        var works = untold.stream().map(Untold::work).toList();
        try {
            stored.answer(works);
            var stale = stale(open(works), flight::sequence);
            untold.stream()
                    .filter(each -> !stale.contains(each.work().account()))
                    .forEach(each -> each.tell().run());
        } catch (LogUnavailableException e) {
            unavailable(works, e);
        }
        return open(works);
    }

    private record Untold(Work work, Runnable tell) {}

    private static List<Untold> untold(Flight flight) {
        var untold = new ArrayList<Untold>();
        for (var batch : flight.batches()) {
            for (var i = 0; i < batch.works().size(); i++) {
                var work = batch.works().get(i);
                switch (batch.answers().get(i)) {
                    case Unwritten(var outcome) -> untold.add(new Untold(work, () -> work.answer(outcome)));
                    case Failed(var cause) -> untold.add(new Untold(work, () -> work.fail(cause)));
                    case Written _, Repeated _, Unreadable _ -> {}
                }
            }
        }
        return untold;
    }

    /** Accounts to which another node has written since. */
    Set<AccountId> stale(List<Work> works, ToLongFunction<AccountId> known) {
        var asked = works.stream().map(Work::account).collect(Collectors.toSet());
        var last = log.lastSequences(asked.stream().map(AccountId::value).toList());
        asked.removeIf(account -> last.getOrDefault(account.value(), BLANK) == known.applyAsLong(account));
        return asked;
    }

    static List<Work> open(List<Work> works) {
        return works.stream().filter(Work::isOpen).toList();
    }

    static void unavailable(List<Work> works, RuntimeException cause) {
        var reason = cause instanceof LogUnavailableException log
                ? log.reason()
                : "the keys of data subjects cannot be read";
        LOG.error("{} commands were refused: {}", works.size(), reason);
        works.forEach(work -> work.answer(new Outcome.Unavailable(reason)));
    }
}
