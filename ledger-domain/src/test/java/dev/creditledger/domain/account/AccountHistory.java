package dev.creditledger.domain.account;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An account with all its events in memory: looks up the past of a command as the write side does in the log. */
public final class AccountHistory {

    private final List<AccountEvent> events = new ArrayList<>();
    private Account account;

    public AccountHistory(AccountId id) {
        account = Account.unopened(id);
    }

    public Account account() {
        return account;
    }

    public List<AccountEvent> events() {
        return events;
    }

    public Decision<AccountEvent, AccountRejection> submit(AccountCommand command) {
        var complete = command instanceof AccountCommand.FollowUp referring
                        && account.settled(command.at()).missing(referring).isPresent()
                ? referring.with(past(referring.refersTo()))
                : command;
        var decision = account.decide(complete);
        switch (decision) {
            case Accepted<AccountEvent, AccountRejection>(var accepted) -> accepted.forEach(this::take);
            case Rejected<AccountEvent, AccountRejection> _ -> {}
        }
        return decision;
    }

    public void take(AccountEvent event) {
        account = account.evolve(event);
        events.add(event);
    }

    private Past past(UUID id) {
        var grants = new ArrayList<UUID>(List.of(id));
        for (var event : events) {
            if (event instanceof CreditsDeducted deducted
                    && deducted.deduction().value().equals(id)) {
                deducted.drawn().forEach(draw -> grants.add(draw.grant().value()));
            }
            if (event instanceof HoldCaptured captured
                    && captured.deduction().value().equals(id)) {
                captured.drawn().forEach(draw -> grants.add(draw.grant().value()));
            }
        }
        return new Past(events.stream()
                .filter(event -> switch (event) {
                    case CreditsGranted granted ->
                        grants.contains(granted.grant().value());
                    case GrantRevoked revoked -> grants.contains(revoked.grant().value());
                    case CreditsDeducted deducted ->
                        deducted.deduction().value().equals(id);
                    case HoldCaptured captured -> captured.deduction().value().equals(id);
                    case DeductionReversed reversed ->
                        reversed.deduction().value().equals(id);
                    case HoldPlaced placed -> placed.hold().value().equals(id);
                    default -> false;
                })
                .toList());
    }
}
