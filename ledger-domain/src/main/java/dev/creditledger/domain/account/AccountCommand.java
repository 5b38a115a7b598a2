package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What may be asked of a credit account. */
public sealed interface AccountCommand extends BoundCommand {

    record OpenAccount(AccountId account, SubjectId owner, FreeText text, Instant at) implements AccountCommand {}

    /**
     * @param effectiveAt empty: at once
     * @param payment present exactly when {@code funding} is {@link Funding#PAID}
     */
    record GrantCredits(
            AccountId account,
            GrantId grant,
            Credits amount,
            Source source,
            Funding funding,
            Optional<Payment> payment,
            int priority,
            Optional<Instant> effectiveAt,
            Optional<Instant> expiresAt,
            FreeText text,
            Instant at)
            implements AccountCommand {}

    record DeductCredits(
            AccountId account,
            DeductionId deduction,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            FreeText text,
            Instant at)
            implements AccountCommand {}

    /**
     * Charges a named action at its price in the price book.
     *
     * @param quantity of the feature's unit, above 0, with at most six decimals
     */
    record DeductFeature(
            AccountId account,
            DeductionId deduction,
            String feature,
            BigDecimal quantity,
            PriceBook prices,
            DeductionType type,
            FreeText text,
            Instant at)
            implements AccountCommand {}

    /**
     * Charges token usage.
     *
     * @param prices knows what was in force when the tokens were used
     * @param occurredAt when the tokens were used; empty: now
     */
    record ChargeUsage(
            AccountId account,
            DeductionId deduction,
            TokenUsage tokens,
            PriceBook prices,
            DeductionType type,
            Optional<String> feature,
            Optional<Instant> occurredAt,
            Insufficiency onInsufficient,
            FreeText text,
            Instant at)
            implements AccountCommand {}

    record PlaceHold(AccountId account, HoldId hold, Credits amount, Duration timeToLive, FreeText text, Instant at)
            implements AccountCommand {}

    /**
     * Gives up what is uncovered.
     *
     * @param amount empty: all of it
     */
    record WriteOff(AccountId account, Optional<Credits> amount, FreeText text, Instant at) implements AccountCommand {}

    record FreezeAccount(AccountId account, FreeText text, Instant at) implements AccountCommand {}

    record UnfreezeAccount(AccountId account, FreeText text, Instant at) implements AccountCommand {}

    record CloseAccount(AccountId account, Optional<Disposition> disposition, FreeText text, Instant at)
            implements AccountCommand {}

    /** Writes what has become due: activations, expiries, expired holds. */
    record SettleDue(AccountId account, Instant at) implements AccountCommand {}

    /** About a grant, deduction or hold. */
    sealed interface FollowUp extends AccountCommand, Referring {
        @Override
        FollowUp with(Past past);
    }

    record RevokeGrant(AccountId account, GrantId grant, FreeText text, Instant at, Past past) implements FollowUp {
        @Override
        public UUID refersTo() {
            return grant.value();
        }

        @Override
        public RevokeGrant with(Past past) {
            return new RevokeGrant(account, grant, text, at, past);
        }
    }

    /** @param amount empty: all that has not been reversed yet */
    record ReverseDeduction(
            AccountId account,
            ReversalId reversal,
            DeductionId deduction,
            Optional<Credits> amount,
            FreeText text,
            Instant at,
            Past past)
            implements FollowUp {
        @Override
        public UUID refersTo() {
            return deduction.value();
        }

        @Override
        public ReverseDeduction with(Past past) {
            return new ReverseDeduction(account, reversal, deduction, amount, text, at, past);
        }
    }

    /** @param amount empty: all of it; what is not captured is released */
    record CaptureHold(
            AccountId account,
            HoldId hold,
            DeductionId deduction,
            Optional<Credits> amount,
            DeductionType type,
            Optional<String> feature,
            FreeText text,
            Instant at,
            Past past)
            implements FollowUp {
        @Override
        public UUID refersTo() {
            return hold.value();
        }

        @Override
        public CaptureHold with(Past past) {
            return new CaptureHold(account, hold, deduction, amount, type, feature, text, at, past);
        }
    }

    record ReleaseHold(AccountId account, HoldId hold, Instant at, Past past) implements FollowUp {
        @Override
        public UUID refersTo() {
            return hold.value();
        }

        @Override
        public ReleaseHold with(Past past) {
            return new ReleaseHold(account, hold, at, past);
        }
    }
}
