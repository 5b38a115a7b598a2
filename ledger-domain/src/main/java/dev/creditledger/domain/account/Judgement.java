package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.DeductFeature;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.AccountUnfrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.account.AccountRejection.AccountAlreadyExists;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.AccountIsFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountIsNotFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountNotEmpty;
import dev.creditledger.domain.account.AccountRejection.CaptureExceedsHold;
import dev.creditledger.domain.account.AccountRejection.GrantExpiredBeforeStart;
import dev.creditledger.domain.account.AccountRejection.HoldIsClosed;
import dev.creditledger.domain.account.AccountRejection.LifetimeLimitExceeded;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.AccountRejection.NoSuchGrant;
import dev.creditledger.domain.account.AccountRejection.NoSuchHold;
import dev.creditledger.domain.account.AccountRejection.WriteOffExceedsUncovered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a settled account says to a command at {@code now}. */
record Judgement(Account account, Instant now, Standing standing) {

    Decision<AccountEvent, AccountRejection> of(AccountCommand command) {
        return switch (account.status()) {
            case UNOPENED -> command instanceof OpenAccount open ? open(open) : reject(new NoSuchAccount(account.id()));
            case CLOSED -> ofClosed(command);
            case OPEN, FROZEN -> ofOpened(command);
        };
    }

    private Decision<AccountEvent, AccountRejection> ofClosed(AccountCommand command) {
        return switch (command) {
            case OpenAccount _ -> reject(new AccountAlreadyExists(account.id()));
            case SettleDue _ -> nothing();
            case GrantCredits _,
                    RevokeGrant _,
                    DeductCredits _,
                    DeductFeature _,
                    ChargeUsage _,
                    WriteOff _,
                    ReverseDeduction _,
                    PlaceHold _,
                    CaptureHold _,
                    ReleaseHold _,
                    FreezeAccount _,
                    UnfreezeAccount _,
                    CloseAccount _ -> reject(new AccountIsClosed(account.id()));
        };
    }

    private Decision<AccountEvent, AccountRejection> ofOpened(AccountCommand command) {
        return switch (command) {
            case OpenAccount _ -> reject(new AccountAlreadyExists(account.id()));
            case GrantCredits grant -> grant(grant);
            case RevokeGrant revoke -> revoke(revoke);
            case DeductCredits deduct -> new Charging(account, now, standing).of(deduct);
            case DeductFeature deduct -> new Charging(account, now, standing).of(deduct);
            case ChargeUsage charge -> new Charging(account, now, standing).of(charge);
            case WriteOff writeOff -> writeOff(writeOff);
            case ReverseDeduction reverse -> new Reversing(account, now).of(reverse);
            case PlaceHold place -> placeHold(place);
            case CaptureHold capture -> capture(capture);
            case ReleaseHold release -> release(release);
            case FreezeAccount freeze -> freeze(freeze);
            case UnfreezeAccount unfreeze -> unfreeze(unfreeze);
            case CloseAccount close -> close(close);
            case SettleDue _ -> nothing();
        };
    }

    private Decision<AccountEvent, AccountRejection> open(OpenAccount open) {
        var personal = open.text().about(open.owner());
        return accept(new AccountOpened(account.id(), open.owner(), Balance.ZERO, personal, now, now));
    }

    private Decision<AccountEvent, AccountRejection> grant(GrantCredits grant) {
        var effectiveAt = grant.effectiveAt().orElse(now);
        var endsAt = grant.expiresAt().orElse(Instant.MAX);
        if (!endsAt.isAfter(effectiveAt) || !endsAt.isAfter(now)) {
            return reject(new GrantExpiredBeforeStart(effectiveAt, endsAt));
        }
        var granted = account.totals().granted();
        if (grant.amount().exceeds(Credits.MAX.minus(granted))) {
            return reject(new LifetimeLimitExceeded(granted, grant.amount(), Credits.MAX));
        }
        if (account.lots().full()) {
            return reject(new LimitReached("open_lots", Lots.OPEN_MAX));
        }
        var terms = new LotTerms(account.grants() + 1, grant.priority(), effectiveAt, grant.expiresAt());
        var pending = effectiveAt.isAfter(now);
        var repaid = grant.funding() == Funding.PAID && !pending
                ? account.uncovered().min(grant.amount())
                : Credits.ZERO;
        return accept(granted(grant, terms, pending, repaid));
    }

    private CreditsGranted granted(GrantCredits grant, LotTerms terms, boolean pending, Credits repaid) {
        var lot = Lot.granted(grant.grant(), terms, grant.amount().minus(repaid), grant.funding(), pending);
        return new CreditsGranted(
                account.id(),
                grant.grant(),
                grant.amount(),
                grant.source(),
                grant.funding(),
                grant.payment(),
                terms,
                pending,
                Optional.of(repaid).filter(Credits::isPositive),
                Optional.empty(),
                account.lots().with(lot).balance(),
                about(grant.text()),
                now,
                now);
    }

    private Decision<AccountEvent, AccountRejection> revoke(RevokeGrant revoke) {
        var lot = account.lots().find(revoke.grant());
        if (lot.isEmpty() && !revoke.past().tellsOf(revoke.grant())) {
            return reject(new NoSuchGrant(revoke.grant()));
        }
        var after = lot.isEmpty()
                ? account.lots()
                : account.lots().changed(revoke.grant(), (revoked, _) -> revoked.revokedNow());
        return accept(new GrantRevoked(
                account.id(),
                revoke.grant(),
                lot.map(Lot::remaining).orElse(Credits.ZERO),
                lot.map(Lot::held).orElse(Credits.ZERO),
                after.balance(),
                about(revoke.text()),
                now,
                now));
    }

    private Decision<AccountEvent, AccountRejection> placeHold(PlaceHold place) {
        if (account.holds().full()) {
            return reject(new LimitReached("open_holds", Holds.OPEN_MAX));
        }
        return new Charging(account, now, standing)
                .spend(
                        place.amount(),
                        drawn -> new HoldPlaced(
                                account.id(),
                                place.hold(),
                                place.amount(),
                                now.plus(place.timeToLive()),
                                drawn,
                                account.lots().reserved(drawn).balance(),
                                about(place.text()),
                                now,
                                now));
    }

    private Decision<AccountEvent, AccountRejection> capture(CaptureHold capture) {
        var hold = account.holds().find(capture.hold());
        if (hold.isEmpty()) {
            return noOpenHold(capture.hold(), capture.past());
        }
        var held = hold.get().amount();
        var amount = capture.amount().orElse(held);
        if (amount.exceeds(held)) {
            return reject(new CaptureExceedsHold(amount, held));
        }
        var drawn = hold.get().first(amount);
        var returned = account.lots().returning(hold.get().rest(amount), now);
        return accept(new HoldCaptured(
                account.id(),
                capture.hold(),
                capture.deduction(),
                amount,
                capture.type(),
                capture.feature(),
                drawn,
                returned,
                account.lots().captured(drawn).released(returned).balance(),
                about(capture.text()),
                now,
                now));
    }

    private Decision<AccountEvent, AccountRejection> release(ReleaseHold release) {
        var hold = account.holds().find(release.hold());
        if (hold.isEmpty()) {
            return noOpenHold(release.hold(), release.past());
        }
        var returned = account.lots().returning(hold.get().parts(), now);
        var after = account.lots().released(returned);
        return accept(new HoldReleased(
                account.id(), release.hold(), hold.get().amount(), returned, after.balance(), now, now));
    }

    private Decision<AccountEvent, AccountRejection> noOpenHold(HoldId hold, Past past) {
        return reject(past.tellsOf(hold) ? new HoldIsClosed(hold) : new NoSuchHold(hold));
    }

    private Decision<AccountEvent, AccountRejection> writeOff(WriteOff writeOff) {
        var uncovered = account.uncovered();
        var amount = writeOff.amount().orElse(uncovered);
        if (amount.exceeds(uncovered) || uncovered.isZero()) {
            return reject(new WriteOffExceedsUncovered(amount, uncovered));
        }
        return accept(new UncoveredWrittenOff(
                account.id(), amount, uncovered.minus(amount), account.balance(), about(writeOff.text()), now, now));
    }

    private Decision<AccountEvent, AccountRejection> freeze(FreezeAccount freeze) {
        return account.status() == Status.FROZEN
                ? reject(new AccountIsFrozen(account.id()))
                : accept(new AccountFrozen(account.id(), account.balance(), about(freeze.text()), now, now));
    }

    private Decision<AccountEvent, AccountRejection> unfreeze(UnfreezeAccount unfreeze) {
        return account.status() == Status.FROZEN
                ? accept(new AccountUnfrozen(account.id(), account.balance(), about(unfreeze.text()), now, now))
                : reject(new AccountIsNotFrozen(account.id()));
    }

    private Decision<AccountEvent, AccountRejection> close(CloseAccount close) {
        var lots = account.lots().inDrawOrder();
        if (account.holds().count() > 0
                || account.uncovered().isPositive()
                || (!lots.isEmpty() && close.disposition().isEmpty())) {
            return reject(new AccountNotEmpty(
                    account.id(), account.balance(), account.holds().count(), account.uncovered()));
        }
        var settled = close.disposition().stream()
                .flatMap(disposition -> lots.stream()
                        .map(lot -> new Returned(lot.grant(), lot.remaining(), fate(disposition), Optional.empty())))
                .toList();
        return accept(new AccountClosed(
                account.id(), close.disposition(), settled, Balance.ZERO, about(close.text()), now, now));
    }

    private static Fate fate(Disposition disposition) {
        return switch (disposition) {
            case FORFEIT -> Fate.EXPIRED;
            case REVOKE_FOR_REFUND -> Fate.REVOKED;
        };
    }

    private Personal about(FreeText text) {
        return text.about(account.owner().orElseThrow());
    }

    private static Decision<AccountEvent, AccountRejection> accept(AccountEvent event) {
        return Decision.accept(event);
    }

    private static Decision<AccountEvent, AccountRejection> reject(AccountRejection reason) {
        return Decision.reject(reason);
    }

    /** Nothing but what was due. */
    private static Decision<AccountEvent, AccountRejection> nothing() {
        return new Decision.Accepted<>(List.of());
    }
}
