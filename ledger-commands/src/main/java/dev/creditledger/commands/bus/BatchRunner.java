package dev.creditledger.commands.bus;

import static dev.creditledger.commands.account.AccountState.BLANK;

import dev.creditledger.commands.account.AccountRepository;
import dev.creditledger.commands.account.AccountStates;
import dev.creditledger.commands.bus.Batch.SpoiledException;
import dev.creditledger.commands.bus.Flight.Boarding;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.store.DuplicateEventException;
import dev.creditledger.log.store.DuplicateEventException.Taken;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.OutcomeUnknownException;
import dev.creditledger.log.vault.VaultUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * Sees to it that each command has one effect and one true answer, whatever becomes of its batch: for a {@link Pipeline}
 * that decides ahead, and by itself, in batches one after the other, when nothing is under way.
 *
 * <ul>
 *   <li>A conflict means that a key was used before, or that another node wrote to an account. Stored answers are given,
 *       stale accounts forgotten, and the rest runs again, then by halves, so that no command holds up the others.
 *   <li>A rejection, or a handler that throws, is believed only when the log has no answer under its key and nothing newer on
 *       its account.
 *   <li>A handler that throws takes nobody with it.
 * </ul>
 */
final class BatchRunner {

    /** Enough to halve a full batch down to one command, and for that one to lose some races. */
    private static final int ATTEMPTS_MAX = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AccountRepository accounts;
    private final AccountStates states;
    private final EventLog log;
    private final Answering answering;
    private final CommandMetrics metrics;

    BatchRunner(
            AccountRepository accounts, AccountStates states, EventLog log, RecentKeys recent, CommandMetrics metrics) {
        this.accounts = accounts;
        this.states = states;
        this.log = log;
        this.answering = new Answering(log, recent, metrics);
        this.metrics = metrics;
    }

    /** When it returns, all have their answer. */
    void run(List<Work> works) {
        run(unanswered(works), 0);
    }

    /** Answers those whose keys were used of late, as far as the log knows them, and gives the others. */
    List<Work> unanswered(List<Work> works) {
        try {
            answering.again(works.stream().filter(this::looksLikeReplay).toList());
        } catch (LogUnavailableException e) {
            Answering.unavailable(works, e);
        }
        return Answering.open(works);
    }

    boolean looksLikeReplay(Work work) {
        return answering.looksLikeReplay(work);
    }

    void expectReplays(Batch batch) {
        answering.expectReplays(batch);
    }

    /** Tells what was written, now that it is on disk. */
    void answer(Flight flight, long first) {
        answering.written(flight, first);
        flight.durable();
    }

    /**
     * Tells what was decided without writing anything, if the log agrees. What {@code flight} wrote must be in the log,
     * and nothing that was decided later.
     *
     * @return those that have to be decided again, by {@link #runAnew}
     */
    List<Work> confirm(Flight flight) {
        return answering.unwritten(flight);
    }

    /** Reads the accounts anew. */
    void forget(Flight flight) {
        flight.accounts().forEach(account -> states.evict(account.value()));
    }

    private void run(List<Work> works, int attempt) {
        var done = 0;
        while (done < works.size()) {
            done += runSome(works.subList(done, works.size()), attempt);
        }
    }

    /** @return how many of the first works are answered now */
    private int runSome(List<Work> works, int attempt) {
        var taken = works.size();
        Boarding boarding;
        try (var batch = begin(true)) {
            taken = batch.decide(works);
            boarding = Boarding.of(batch);
        } catch (SpoiledException e) {
            if (e.culprit > 0) {
                run(works.subList(0, e.culprit), attempt);
                return e.culprit;
            }
            spoiled(works.getFirst(), e, attempt);
            return 1;
        } catch (LogUnavailableException | VaultUnavailableException e) {
            Answering.unavailable(works, e);
            return works.size();
        } catch (RuntimeException e) {
            findCulprit(works.subList(0, taken), attempt, e);
            return taken;
        }
        finish(new Flight(List.of(boarding)), attempt);
        return taken;
    }

    /** Of a command that was the first to see its account. */
    private void spoiled(Work work, SpoiledException e, int attempt) {
        List<Work> open;
        try {
            answering.again(List.of(work));
            open = Answering.open(List.of(work));
            if (answering.stale(open, _ -> e.decidedOn).isEmpty()) {
                open.forEach(it -> it.fail(e.thrown));
                return;
            }
        } catch (LogUnavailableException unavailable) {
            Answering.unavailable(List.of(work), unavailable);
            return;
        }
        again(open, attempt);
    }

    /** @param logIsComplete whether nothing that was decided has yet to be written */
    Batch begin(boolean logIsComplete) {
        return new Batch(accounts, log, logIsComplete);
    }

    private void finish(Flight flight, int attempt) {
        long first;
        try {
            first = append(flight);
        } catch (RuntimeException e) {
            flight.undo();
            failed(flight, attempt, e);
            return;
        } catch (Throwable e) {
            flight.undo();
            forget(flight);
            throw e;
        }
        answer(flight, first);
        again(confirm(flight), attempt);
    }

    /** @return the position of its first event */
    long append(Flight flight) {
        return metrics.timed(flight.events(), () -> flight.append(log));
    }

    /** Sees to it that all get their answer although the append failed and {@code flight} has been undone. */
    void failed(Flight flight, RuntimeException failure) {
        failed(flight, 0, failure);
    }

    private void failed(Flight flight, int attempt, RuntimeException failure) {
        var works = flight.works();
        switch (failure) {
            case DuplicateEventException duplicate -> conflict(works, attempt, duplicate.taken());
            case OutcomeUnknownException _ -> {
                metrics.unknown();
                forget(flight);
                works.forEach(work -> work.answer(new Outcome.Unknown()));
            }
            case LogUnavailableException unavailable -> Answering.unavailable(works, unavailable);
            default -> findCulprit(works, attempt, failure);
        }
    }

    private void conflict(List<Work> works, int attempt, Taken taken) {
        metrics.conflict();
        List<Work> open;
        try {
            answering.again(works);
            open = Answering.open(works);
            if (works.size() == 1 && taken == Taken.KEY) {
                // Another key with the same 64 bits: this one can never be used in this account.
                open.forEach(work -> work.answer(new Outcome.KeyReused()));
                return;
            }
            answering
                    .stale(open, account -> states.sequence(account.value()).orElse(BLANK))
                    .forEach(account -> states.evict(account.value()));
        } catch (LogUnavailableException e) {
            Answering.unavailable(works, e);
            return;
        }
        if (attempt == 0) {
            run(open, 1);
        } else {
            inHalves(open, attempt);
        }
    }

    /** Something that is not foreseen: one of them cannot be written. */
    void findCulprit(List<Work> works, RuntimeException cause) {
        findCulprit(works, 0, cause);
    }

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

    /** Like {@link #run}, on accounts that are read anew. */
    void runAnew(List<Work> works) {
        again(works, 0);
    }

    private void again(List<Work> works, int attempt) {
        works.forEach(work -> states.evict(work.account().value()));
        if (attempt < ATTEMPTS_MAX) {
            run(works, attempt + 1);
        } else {
            overloaded(works);
        }
    }

    private static void overloaded(List<Work> works) {
        works.forEach(work -> work.answer(new Outcome.Overloaded(RETRY_AFTER)));
    }
}
