package dev.creditledger.domain.finance;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.AccountUnfrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.quota.QuotaEvent;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import java.util.List;
import java.util.Optional;

/** What an event moves, told one by one. Reserved credits have not moved: they are still owed. */
public abstract class Movements {

    protected abstract void granted(CreditsGranted lot);

    /** @param millionths of credits that leave the lot; below zero: they come back to it */
    protected abstract void gone(GrantId lot, Outlet outlet, long millionths);

    /** @param millionths of usage that nothing has paid for; below zero: that was repaid */
    protected abstract void uncovered(long millionths);

    protected abstract void writtenOff(long millionths);

    public final void of(BoundEvent event) {
        switch (event) {
            case CreditsDeducted deducted -> deducted(deducted);
            case AccountEvent other -> of(other);
            case SessionEvent session -> {
                used(session.moves().drawn());
                lost(session.moves().returned());
            }
            case SubscriptionEvent _ -> {
                // What it grants and takes back stands in events of the account.
            }
            case QuotaEvent _ -> {
                // Nothing moves.
            }
            default -> throw new IllegalArgumentException("nothing in the books stands for " + event.getClass());
        }
    }

    private void of(AccountEvent event) {
        switch (event) {
            case CreditsGranted granted -> {
                granted(granted);
                repaid(granted.grant(), granted.repaid());
            }
            case GrantActivated activated -> repaid(activated.grant(), activated.repaid());
            case CreditsDeducted deducted -> deducted(deducted);
            case CreditsExpired expired ->
                gone(expired.grant(), Outlet.EXPIRED, expired.amount().millionths());
            case GrantRevoked revoked ->
                gone(revoked.grant(), Outlet.REVOKED, revoked.revoked().millionths());
            case GrantReduced reduced ->
                gone(reduced.grant(), Outlet.REVOKED, reduced.amount().millionths());
            case UncoveredWrittenOff writtenOff ->
                writtenOff(writtenOff.amount().millionths());
            case DeductionReversed reversed -> reversed(reversed.returned());
            case HoldCaptured captured -> {
                used(captured.drawn());
                lost(captured.returned());
            }
            case HoldReleased released -> lost(released.returned());
            case HoldExpired expired -> lost(expired.returned());
            case AccountClosed closed -> lost(closed.settled());
            case AccountOpened _, AccountFrozen _, AccountUnfrozen _, HoldPlaced _ -> {
                // Nothing moves.
            }
        }
    }

    private void deducted(CreditsDeducted event) {
        used(event.drawn());
        event.uncovered().ifPresent(rest -> uncovered(rest.millionths()));
    }

    private void used(List<Draw> draws) {
        for (var draw : draws) {
            gone(draw.grant(), Outlet.USED, draw.amount().millionths());
        }
    }

    private void repaid(GrantId lot, Optional<Credits> repaid) {
        repaid.ifPresent(amount -> {
            gone(lot, Outlet.USED, amount.millionths());
            uncovered(-amount.millionths());
        });
    }

    private void reversed(List<Returned> parts) {
        for (var part : parts) {
            gone(part.grant(), Outlet.USED, -part.amount().millionths());
        }
        lost(parts);
    }

    /** What of these does not get back to its lot alive. */
    private void lost(List<Returned> parts) {
        for (var part : parts) {
            switch (part.fate()) {
                case AVAILABLE -> {
                    // Its lot has it.
                }
                case EXPIRED -> gone(part.grant(), Outlet.EXPIRED, part.amount().millionths());
                case REVOKED -> gone(part.grant(), Outlet.REVOKED, part.amount().millionths());
            }
        }
    }
}
