package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.pricing.RatedUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can happen to a credit account. Each event says the balance after it, so that it alone answers the command that
 * caused it, on every retry.
 */
public sealed interface AccountEvent extends Event {

    AccountId account();

    /** The balance right after this event. */
    Balance balance();

    @Override
    default String aggregate() {
        return account().value();
    }

    record AccountOpened(
            AccountId account,
            SubjectId owner,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {}

    /** @param pending whether it takes effect later: then a {@link GrantActivated} follows */
    record CreditsGranted(
            AccountId account,
            GrantId grant,
            Credits amount,
            Source source,
            Funding funding,
            Optional<Payment> payment,
            LotTerms terms,
            boolean pending,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {}

    record GrantActivated(
            AccountId account, GrantId grant, Credits amount, Balance balance, Instant occurredAt, Instant bookedAt)
            implements AccountEvent {}

    /** @param usage what was rated to find the amount, when it was token usage */
    record CreditsDeducted(
            AccountId account,
            DeductionId deduction,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            Optional<RatedUsage> usage,
            List<Draw> drawn,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public CreditsDeducted {
            drawn = List.copyOf(drawn);
        }
    }

    record CreditsExpired(
            AccountId account, GrantId grant, Credits amount, Balance balance, Instant occurredAt, Instant bookedAt)
            implements AccountEvent {}

    /**
     * @param revoked what was not reserved
     * @param pendingRelease what is reserved by holds now and is revoked as far as it is released
     */
    record GrantRevoked(
            AccountId account,
            GrantId grant,
            Credits revoked,
            Credits pendingRelease,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {}

    /** @param feature the deduction's */
    record DeductionReversed(
            AccountId account,
            ReversalId reversal,
            DeductionId deduction,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            List<Returned> returned,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public DeductionReversed {
            returned = List.copyOf(returned);
        }
    }

    record HoldPlaced(
            AccountId account,
            HoldId hold,
            Credits amount,
            Instant expiresAt,
            List<Draw> heldFrom,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public HoldPlaced {
            heldFrom = List.copyOf(heldFrom);
        }
    }

    /** A deduction from what was held; the rest of the hold is returned. */
    record HoldCaptured(
            AccountId account,
            HoldId hold,
            DeductionId deduction,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            List<Draw> drawn,
            List<Returned> returned,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public HoldCaptured {
            drawn = List.copyOf(drawn);
            returned = List.copyOf(returned);
        }
    }

    record HoldReleased(
            AccountId account,
            HoldId hold,
            Credits amount,
            List<Returned> returned,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public HoldReleased {
            returned = List.copyOf(returned);
        }
    }

    record HoldExpired(
            AccountId account,
            HoldId hold,
            Credits amount,
            List<Returned> returned,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public HoldExpired {
            returned = List.copyOf(returned);
        }
    }

    record AccountFrozen(AccountId account, Balance balance, Personal personal, Instant occurredAt, Instant bookedAt)
            implements AccountEvent {}

    record AccountUnfrozen(AccountId account, Balance balance, Personal personal, Instant occurredAt, Instant bookedAt)
            implements AccountEvent {}

    /** @param settled what was left in each lot, and that it was forfeited (expired) or revoked */
    record AccountClosed(
            AccountId account,
            Optional<Disposition> disposition,
            List<Returned> settled,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        public AccountClosed {
            settled = List.copyOf(settled);
        }
    }
}
