package dev.creditledger.commands.bus;

import dev.creditledger.commands.account.AccountRepository;
import dev.creditledger.commands.account.AccountState;
import dev.creditledger.commands.account.LoadedAccount;
import dev.creditledger.commands.bus.Work.Authorize;
import dev.creditledger.commands.bus.Work.Decide;
import dev.creditledger.commands.bus.Work.Once;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Referring;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.store.Draft;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.StagedEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * One unit of work: commands decided one after the other, each on what those before it left behind, and appended to the
 * log together. What it decided is true once that has happened. Others may build on it from {@link #seal} on, and if it
 * comes to nothing it must be {@link #undo undone}, after all that was built on it.
 */
final class Batch implements AutoCloseable {

    /** What is to be answered once the batch is on disk. */
    sealed interface Answer {}

    /** @param index of the answering event among those of the batch, from 0 */
    record Written(BoundEvent event, int index) implements Answer {}

    /** An earlier command of the batch has the same key, and was accepted. */
    record Repeated(Written first, Once firstOnce) implements Answer {}

    record Unwritten(Outcome outcome) implements Answer {}

    /** Its handler threw, and had changed nothing. */
    record Failed(Exception cause) implements Answer {}

    /** Its account cannot be read. */
    record Unreadable(Exception cause) implements Answer {}

    /** A handler threw when it had changed something: no account of the batch can be believed any more. */
    static final class SpoiledException extends RuntimeException {
        final int culprit;
        final long decidedOn;
        final Exception thrown;

        /** @param decidedOn the last event of its account when that was loaded */
        SpoiledException(int culprit, long decidedOn, Exception thrown) {
            super(thrown);
            this.culprit = culprit;
            this.decidedOn = decidedOn;
            this.thrown = thrown;
        }
    }

    /** One command may settle thousands of due things; Axon's queue of events is not made for more than this. */
    private static final int EVENTS_MAX = 4_000;

    /** Axon's repositories expect a command in the unit of work. */
    private static final CommandMessage<String> NAME = new GenericCommandMessage<>("batch");

    private final AccountRepository accounts;
    private final EventLog log;
    private final boolean logIsComplete;
    private final UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(NAME);
    private Set<AccountId> unopened = Set.of();
    private final Map<AccountId, LoadedAccount> loaded = new HashMap<>();
    private final Map<Long, Repeated> accepted = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private List<Work> works = List.of();
    private int events;

    /** @param logIsComplete whether the log has all that was decided before this batch */
    Batch(AccountRepository accounts, EventLog log, boolean logIsComplete) {
        this.accounts = accounts;
        this.log = log;
        this.logIsComplete = logIsComplete;
        StagedEvents.in(unitOfWork).keep();
    }

    /**
     * Decides in order as many as it can. It stops when it is full, and before a command that must see in the log what
     * has yet to be written there; at least one if the log is complete.
     *
     * @return how many it took
     */
    int decide(List<Work> waiting) {
        unopened = accounts.warm(waiting.stream().map(Work::account).toList());
        for (var work : waiting) {
            if (events >= EVENTS_MAX) {
                break;
            }
            var answer = answer(work);
            if (answer.isEmpty()) {
                break;
            }
            answers.add(answer.get());
        }
        works = waiting.subList(0, answers.size());
        return answers.size();
    }

    private LoadedAccount account(AccountId id) throws Exception {
        var known = loaded.get(id);
        if (known != null) {
            return known;
        }
        var account = unopened.contains(id) ? accounts.blank(id) : accounts.account(id);
        loaded.put(id, account);
        return account;
    }

    /** Empty: not in this batch. */
    private Optional<Answer> answer(Work work) {
        LoadedAccount account;
        try {
            account = account(work.account());
        } catch (LogUnavailableException e) {
            throw e;
        } catch (Exception e) {
            return Optional.of(new Unreadable(e));
        }
        try {
            return switch (work.task()) {
                case Authorize question -> Optional.of(new Unwritten(answer(work.account(), question, account)));
                case Decide order -> answer(order, account);
            };
        } catch (LogUnavailableException | SpoiledException e) {
            throw e;
        } catch (Exception e) {
            return Optional.of(new Failed(e));
        }
    }

    private static Outcome answer(AccountId id, Authorize question, LoadedAccount account) {
        return account.account().account().status() == Status.UNOPENED
                ? new Outcome.Rejected(new NoSuchAccount(id))
                : new Outcome.Authorized(account.account().authorize(question.amount(), question.at()));
    }

    private Optional<Answer> answer(Decide order, LoadedAccount account) throws Exception {
        var repeated = order.once().map(once -> accepted.get(once.hash()));
        if (repeated.isPresent()) {
            return Optional.of(repeated.get());
        }
        var command = order.message().getPayload();
        var missing = account.account().missing(command);
        if (missing.isEmpty()) {
            return Optional.of(handle(order.message(), order.once(), account));
        }
        if (account.isTouched() || !logIsComplete) {
            return Optional.empty();
        }
        var complete = ((Referring) command).with(log.past(command.account(), missing.get()));
        var message = new GenericCommandMessage<BoundCommand>(
                complete, order.message().getMetaData());
        return Optional.of(handle(message, order.once(), account));
    }

    private Answer handle(CommandMessage<BoundCommand> message, Optional<Once> once, LoadedAccount account)
            throws Exception {
        var before = account.sequence();
        try {
            return switch (account.handle(message)) {
                case Accepted<BoundEvent, ?>(var caused)
                when caused.isEmpty() -> new Unwritten(new Outcome.NothingToDo());
                case Accepted<BoundEvent, ?>(var caused) -> written(caused, once);
                case Rejected<BoundEvent, ?>(var reason) -> new Unwritten(new Outcome.Rejected(reason));
            };
        } catch (Exception e) {
            if (account.sequence() != before) {
                throw new SpoiledException(answers.size(), account.loadedSequence(), e);
            }
            throw e;
        }
    }

    private Written written(List<BoundEvent> caused, Optional<Once> once) {
        events += caused.size();
        var written = new Written(caused.getLast(), events - 1);
        once.ifPresent(it -> accepted.put(it.hash(), new Repeated(written, it)));
        return written;
    }

    /**
     * Ends the unit of work: it is ready to be appended, and what is decided next builds on it.
     *
     * @return empty: nothing is to be written
     * @throws RuntimeException if something cannot be written; nothing builds on it
     */
    Optional<Draft> seal() {
        unitOfWork.commit();
        var draft = events == 0
                ? Optional.<Draft>empty()
                : Optional.of(StagedEvents.in(unitOfWork).draft(log));
        loaded.values().forEach(accounts::decided);
        return draft;
    }

    /** Its events are on disk. */
    void durable() {
        loaded.values().forEach(accounts::durable);
    }

    /** Its events are not going to be written. */
    void undo() {
        loaded.values().forEach(accounts::undo);
    }

    /** Those it took. */
    List<Work> works() {
        return works;
    }

    /** What to answer to each command taken, in their order. */
    List<Answer> answers() {
        return answers;
    }

    int events() {
        return events;
    }

    /** Whether something was decided that the log has not checked, because it writes nothing. */
    boolean needsConfirmation() {
        return answers.stream().anyMatch(answer -> switch (answer) {
            case Unwritten _, Failed _ -> true;
            case Written _, Repeated _, Unreadable _ -> false;
        });
    }

    Set<AccountId> accounts() {
        return loaded.keySet();
    }

    /** The last event of the account that the batch knows of. */
    long sequence(AccountId account) {
        var known = loaded.get(account);
        return known == null ? AccountState.BLANK : known.sequence();
    }

    @Override
    public void close() {
        if (unitOfWork.isActive()) {
            unitOfWork.rollback();
        }
    }
}
