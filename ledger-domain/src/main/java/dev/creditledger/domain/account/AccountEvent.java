package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.pricing.RatedUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can happen to a credit account. */
public sealed interface AccountEvent extends BoundEvent {

    record AccountOpened(
            AccountId account,
            SubjectId owner,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {}

    /**
     * @param pending whether it takes effect later: then a {@link GrantActivated} follows
     * @param repaid what of it went at once to usage that was uncovered
     * @param ledgerKey names what it was granted for, when the ledger did so by itself
     */
    record CreditsGranted(
            AccountId account,
            GrantId grant,
            Credits amount,
            Source source,
            Funding funding,
            Optional<Payment> payment,
            LotTerms terms,
            boolean pending,
            Optional<Credits> repaid,
            Optional<LedgerKey> ledgerKey,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {
        @Override
        public OptionalLong ledgerKeyHash() {
            return ledgerKey.isPresent() ? OptionalLong.of(KeyedId.hash(grant.value())) : OptionalLong.empty();
        }
    }

    /** @param repaid what of it went at once to usage that was uncovered */
    record GrantActivated(
            AccountId account,
            GrantId grant,
            Credits amount,
            Optional<Credits> repaid,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent {}

    /**
     * @param amount what was drawn
     * @param usage what was rated to find the charge, when it was token usage
     * @param use what was priced to find the charge, when it was a named action
     * @param uncovered what the usage cost beyond what was drawn
     */
    record CreditsDeducted(
            AccountId account,
            DeductionId deduction,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            Optional<RatedUsage> usage,
            Optional<FeatureUse> use,
            Optional<Credits> uncovered,
            List<Draw> drawn,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements AccountEvent, Deduction {
        public CreditsDeducted {
            drawn = List.copyOf(drawn);
        }

        @Override
        public Optional<String> chargedFeature() {
            return feature;
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

    /** A part of a grant is taken back: what its subscription no longer allots. */
    record GrantReduced(
            AccountId account, GrantId grant, Credits amount, Balance balance, Instant occurredAt, Instant bookedAt)
            implements AccountEvent {}

    /** @param uncovered what remains uncovered */
    record UncoveredWrittenOff(
            AccountId account,
            Credits amount,
            Credits uncovered,
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
            implements AccountEvent, Deduction {
        public HoldCaptured {
            drawn = List.copyOf(drawn);
            returned = List.copyOf(returned);
        }

        @Override
        public Optional<String> chargedFeature() {
            return feature;
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
