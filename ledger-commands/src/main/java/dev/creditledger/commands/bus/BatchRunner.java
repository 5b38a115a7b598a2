package dev.creditledger.commands.bus;

import static dev.creditledger.commands.account.AccountState.BLANK;

import dev.creditledger.commands.account.AccountRepository;
import dev.creditledger.commands.account.AccountStates;
import dev.creditledger.commands.bus.Batch.Failed;
import dev.creditledger.commands.bus.Batch.Repeated;
import dev.creditledger.commands.bus.Batch.SpoiledException;
import dev.creditledger.commands.bus.Batch.Unwritten;
import dev.creditledger.commands.bus.Batch.Written;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.store.DuplicateEventException;
import dev.creditledger.log.store.DuplicateEventException.Taken;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.OutcomeUnknownException;
import dev.creditledger.log.vault.VaultUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off what waits: runs it in batches, and sees to it that each command has one effect and one true answer, whatever
 * becomes of its batch.
 *
 * <ul>
 *   <li>A conflict means that a key was used before, or that another node wrote to an account. Stored answers are given,
 *       stale accounts forgotten, and the rest runs again, then by halves, so that no command holds up the others.
 *   <li>A rejection is believed only when the log has no answer under its key and nothing newer on its account.
 *   <li>A handler that throws takes nobody with it.
 * </ul>
 */
final class BatchRunner {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    /** Enough to halve a full batch down to one command, and for that one to lose some races. */
    private static final int ATTEMPTS_MAX = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AccountRepository accounts;
    private final AccountStates states;
    private final EventLog log;
    private final StoredAnswers stored;
    private final RecentKeys recent;
    private final CommandMetrics metrics;

    BatchRunner(
            AccountRepository accounts, AccountStates states, EventLog log, RecentKeys recent, CommandMetrics metrics) {
        this.accounts = accounts;
        this.states = states;
        this.log = log;
        this.stored = new StoredAnswers(log, metrics);
        this.recent = recent;
        this.metrics = metrics;
    }

    /** When it returns, all have their answer. */
    void run(List<Work> works) {
        try {
            stored.answer(works.stream().filter(this::looksLikeReplay).toList());
        } catch (LogUnavailableException e) {
            unavailable(works, e.reason());
        }
        run(open(works), 0);
    }

    private boolean looksLikeReplay(Work work) {
        return work.once().filter(once -> recent.mayContain(once.hash())).isPresent();
    }

    private static List<Work> open(List<Work> works) {
        return works.stream().filter(Work::isOpen).toList();
    }

    private void run(List<Work> works, int attempt) {
        var done = 0;
        while (done < works.size()) {
            done += runSome(works.subList(done, works.size()), attempt);
        }
    }

    /** @return how many of the first works are answered now */
    private int runSome(List<Work> works, int attempt) {
        try (var batch = new Batch(accounts, log)) {
            var taken = batch.decide(works);
            finish(batch, works.subList(0, taken), attempt);
            return taken;
        } catch (SpoiledException e) {
            run(works.subList(0, e.culprit), attempt);
            works.get(e.culprit).fail(e.thrown);
            return e.culprit + 1;
        } catch (LogUnavailableException e) {
            unavailable(works, e.reason());
            return works.size();
        } catch (VaultUnavailableException e) {
            unavailable(works, "the keys of data subjects cannot be read");
            return works.size();
        }
    }

    private void finish(Batch batch, List<Work> works, int attempt) {
        long first;
        try {
            first = metrics.timed(batch.events(), batch::commit);
        } catch (DuplicateEventException e) {
            conflict(works, attempt, e.taken());
            return;
        } catch (OutcomeUnknownException e) {
            metrics.unknown();
            batch.accounts().forEach(account -> states.evict(account.value()));
            works.forEach(work -> work.answer(new Outcome.Unknown()));
            return;
        } catch (LogUnavailableException | VaultUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            findCulprit(works, attempt, e);
            return;
        }
        answer(batch, works, first, attempt);
    }

    private void conflict(List<Work> works, int attempt, Taken taken) {
        metrics.conflict();
        stored.answer(works);
        var open = open(works);
        if (works.size() == 1 && taken == Taken.KEY) {
            // Another key with the same 64 bits: this one can never be used in this account.
            open.forEach(work -> work.answer(new Outcome.KeyReused()));
            return;
        }
        forgetStale(open, account -> states.sequence(account.value()).orElse(BLANK));
        if (attempt == 0) {
            run(open, 1);
        } else {
            inHalves(open, attempt);
        }
    }

    /** Something that is not foreseen: one of them cannot be written. */
    private void findCulprit(List<Work> works, int attempt, RuntimeException cause) {
        if (works.size() == 1) {
            works.getFirst().fail(cause);
        } else {
            inHalves(works, attempt);
        }
    }

    private void inHalves(List<Work> works, int attempt) {
        if (attempt >= ATTEMPTS_MAX) {
            overloaded(works);
            return;
        }
        var half = works.size() / 2;
        run(works.subList(0, half), attempt + 1);
        run(works.subList(half, works.size()), attempt + 1);
    }

    private void answer(Batch batch, List<Work> works, long first, int attempt) {
        var unwritten = new ArrayList<Unconfirmed>();
        for (var i = 0; i < works.size(); i++) {
            var work = works.get(i);
            switch (batch.answers().get(i)) {
                case Written(var event, var index) -> {
                    work.once().ifPresent(once -> recent.add(once.hash()));
                    work.answer(new Outcome.Accepted(event, first + index, false));
                }
                case Repeated repeated -> work.answer(repeated(work, repeated, first));
                case Unwritten(var outcome) -> unwritten.add(new Unconfirmed(work, outcome));
                case Failed(var cause) -> work.fail(cause);
            }
        }
        confirm(unwritten, batch, attempt);
    }

    private Outcome repeated(Work work, Repeated repeated, long first) {
        if (!work.once().equals(Optional.of(repeated.firstOnce()))) {
            return new Outcome.KeyReused();
        }
        metrics.replay();
        return new Outcome.Accepted(
                repeated.first().event(), first + repeated.first().index(), true);
    }

    /** An answer that wrote nothing, so that the log has not checked what it was decided on. */
    private record Unconfirmed(Work work, Outcome outcome) {}

    private void confirm(List<Unconfirmed> unwritten, Batch batch, int attempt) {
        if (unwritten.isEmpty()) {
            return;
        }
        var works = unwritten.stream().map(Unconfirmed::work).toList();
        stored.answer(works);
        var stale = forgetStale(open(works), batch::sequence);
        unwritten.stream()
                .filter(each -> !stale.contains(each.work().account()))
                .forEach(each -> each.work().answer(each.outcome()));
        again(open(works), attempt);
    }

    private void again(List<Work> works, int attempt) {
        if (attempt < ATTEMPTS_MAX) {
            run(works, attempt + 1);
        } else {
            overloaded(works);
        }
    }

    /** Accounts to which another node has written since: they are read anew. */
    private Set<AccountId> forgetStale(List<Work> works, ToLongFunction<AccountId> known) {
        var asked = works.stream().map(Work::account).collect(Collectors.toSet());
        var last = log.lastSequences(asked.stream().map(AccountId::value).toList());
        asked.removeIf(account -> last.getOrDefault(account.value(), BLANK) == known.applyAsLong(account));
        asked.forEach(account -> states.evict(account.value()));
        return asked;
    }

    private static void overloaded(List<Work> works) {
        works.forEach(work -> work.answer(new Outcome.Overloaded(RETRY_AFTER)));
    }

    private static void unavailable(List<Work> works, String reason) {
        LOG.error("{} commands were refused: {}", works.size(), reason);
        works.forEach(work -> work.answer(new Outcome.Unavailable(reason)));
    }
}
