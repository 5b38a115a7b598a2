package dev.creditledger.commands.faults;

import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.key;

import dev.creditledger.commands.faults.Asked.Health;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.store.DuplicateEventException;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.NewEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Grants credits past all nodes, by reading an account from the log and appending to it. */
final class ForeignWriter {

    private static final int EVENTS_MAX = 1_000_000;

    private final EventLog log;
    private final Journal journal;
    private final AtomicInteger grants = new AtomicInteger();

    ForeignWriter(EventLog log, Journal journal) {
        this.log = log;
        this.journal = journal;
    }

    void writeTo(AccountId account) {
        var name = "foreign-" + grants.incrementAndGet();
        var asked = new Asked(grant(account, 3, name), name, Health.SOUND);
        journal.add(asked);
        while (true) {
            var state = Account.unopened(account);
            var sequence = 0L;
            for (var stored : log.ofAggregate(account.value(), 0, EVENTS_MAX)) {
                state = state.evolve((AccountEvent) stored.event());
                sequence = stored.sequence() + 1;
            }
            if (!(state.decide(asked.command) instanceof Accepted<AccountEvent, AccountRejection>(var events))) {
                throw new IllegalStateException("nobody refuses a grant");
            }
            try {
                var position = log.append(List.of(answering(events.getLast(), sequence, name)));
                asked.answered(new Outcome.Accepted(events.getLast(), position, false));
                return;
            } catch (DuplicateEventException e) {
                // A node was faster this time.
            }
        }
    }

    private static NewEvent answering(AccountEvent event, long sequence, String name) {
        var answer = new Metadata.Answer(key(name), "fingerprint");
        return new NewEvent(
                UUID.randomUUID(),
                sequence,
                event,
                new Metadata(Cause.system("foreign", "request"), Optional.of(answer)));
    }
}
