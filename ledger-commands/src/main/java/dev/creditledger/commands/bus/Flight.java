package dev.creditledger.commands.bus;

import static dev.creditledger.commands.account.AccountState.BLANK;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.log.store.Draft;
import dev.creditledger.log.store.EventLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Batches on their way to the disk: one append, which takes all of them or none. */
final class Flight {

    /** A batch that is ready to leave, and what is to be written of it. */
    record Boarding(Batch batch, Optional<Draft> draft) {

        static Boarding of(Batch batch) {
            return new Boarding(batch, batch.seal());
        }

        int events() {
            return batch.events();
        }
    }

    private final List<Boarding> boarding;
    private final List<Batch> batches;
    private final List<Draft> drafts;

    /** @param boarding in the order in which they were decided */
    Flight(List<Boarding> boarding) {
        this.boarding = List.copyOf(boarding);
        this.batches = boarding.stream().map(Boarding::batch).toList();
        this.drafts = boarding.stream().flatMap(each -> each.draft().stream()).toList();
    }

    /**
     * Makes all of it durable.
     *
     * @return the position of the first event; of no meaning when there is none
     */
    long append(EventLog log) {
        return drafts.isEmpty() ? 0 : log.append(Draft.joined(drafts));
    }

    List<Boarding> boarding() {
        return boarding;
    }

    boolean needsConfirmation() {
        return batches.stream().anyMatch(Batch::needsConfirmation);
    }

    List<Batch> batches() {
        return batches;
    }

    int events() {
        return batches.stream().mapToInt(Batch::events).sum();
    }

    List<Work> works() {
        var works = new ArrayList<Work>();
        batches.forEach(batch -> works.addAll(batch.works()));
        return works;
    }

    Set<AccountId> accounts() {
        var accounts = new HashSet<AccountId>();
        batches.forEach(batch -> accounts.addAll(batch.accounts()));
        return accounts;
    }

    /** The last event of the account that is known here. */
    long sequence(AccountId account) {
        for (var batch : batches.reversed()) {
            if (batch.accounts().contains(account)) {
                return batch.sequence(account);
            }
        }
        return BLANK;
    }

    void durable() {
        batches.forEach(Batch::durable);
    }

    /** What was built on it must be undone before. */
    void undo() {
        batches.reversed().forEach(Batch::undo);
    }
}
