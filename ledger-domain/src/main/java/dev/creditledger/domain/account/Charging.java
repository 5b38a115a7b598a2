package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.DeductFeature;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.QuantityTooLarge;
import dev.creditledger.domain.account.AccountRejection.UncoveredLimitExceeded;
import dev.creditledger.domain.account.AccountRejection.UnknownFeature;
import dev.creditledger.domain.account.AccountRejection.UnknownModel;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.Rating.Rated;
import dev.creditledger.domain.pricing.Rating.Unpriced;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes credits for what was done, at the prices that hold for the account. */
record Charging(Account account, Instant now, Standing standing) {

    Decision<AccountEvent, AccountRejection> of(DeductCredits deduct) {
        var asked = new Asked(deduct.deduction(), deduct.type(), deduct.feature(), deduct.text());
        return spend(deduct.amount(), drawn -> deducted(asked, deduct.amount(), new Priced(), drawn, now));
    }

    Decision<AccountEvent, AccountRejection> of(DeductFeature deduct) {
        var prices = deduct.prices();
        var inForce = prices.feature(deduct.feature(), now);
        if (inForce.isEmpty()) {
            return reject(new UnknownFeature(deduct.feature()));
        }
        var price = inForce.get().value();
        var perUnit = price.of(standing.tier());
        var cost = Credits.roundedUp(perUnit.toBigDecimal().multiply(deduct.quantity()));
        if (cost.isEmpty()) {
            return reject(new QuantityTooLarge(deduct.feature(), deduct.quantity()));
        }
        var use = new FeatureUse(
                price.unit(),
                deduct.quantity(),
                perUnit,
                standing.tier(),
                inForce.get().number(),
                cost.get());
        var asked = new Asked(deduct.deduction(), deduct.type(), Optional.of(deduct.feature()), deduct.text());
        return spend(use.credits(), drawn -> deducted(asked, use.credits(), new Priced(use), drawn, now));
    }

    Decision<AccountEvent, AccountRejection> of(ChargeUsage charge) {
        var occurredAt = charge.occurredAt().filter(now::isAfter).orElse(now);
        var used = account.month().at(now);
        return switch (charge.prices().rate(charge.tokens(), occurredAt, standing.tier(), used)) {
            case Unpriced(var vendor, var model) -> reject(new UnknownModel(vendor, model));
            case Rated(var usage) ->
                switch (charge.onInsufficient()) {
                    case REJECT ->
                        spend(usage.credits(), drawn -> charged(charge, usage, usage.credits(), drawn, occurredAt));
                    case RECORD -> record(charge, usage, occurredAt);
                };
        };
    }

    /** The tokens are burnt already, so nothing but a bound keeps the usage out: not even that the account may not spend. */
    private Decision<AccountEvent, AccountRejection> record(ChargeUsage charge, RatedUsage usage, Instant occurredAt) {
        var drawn = usage.credits().min(account.balance().available());
        var uncovered = usage.credits().minus(drawn);
        if (uncovered.exceeds(Credits.MAX.minus(account.uncovered()))) {
            return reject(new UncoveredLimitExceeded(account.uncovered(), uncovered, Credits.MAX));
        }
        return Decision.accept(charged(charge, usage, drawn, account.lots().draw(drawn), occurredAt));
    }

    private CreditsDeducted charged(
            ChargeUsage charge, RatedUsage usage, Credits amount, List<Draw> drawn, Instant occurredAt) {
        var asked = new Asked(charge.deduction(), charge.type(), charge.feature(), charge.text());
        return deducted(asked, amount, new Priced(usage), drawn, occurredAt);
    }

    /** What every deduction is asked for with. */
    private record Asked(DeductionId deduction, DeductionType type, Optional<String> feature, FreeText text) {}

    /** What the amount follows from, when it had a price. */
    private record Priced(Optional<RatedUsage> usage, Optional<FeatureUse> use) {

        Priced() {
            this(Optional.empty(), Optional.empty());
        }

        Priced(RatedUsage usage) {
            this(Optional.of(usage), Optional.empty());
        }

        Priced(FeatureUse use) {
            this(Optional.empty(), Optional.of(use));
        }

        Optional<Credits> beyond(Credits amount) {
            return usage.map(it -> it.credits().minus(amount)).filter(Credits::isPositive);
        }
    }

    private CreditsDeducted deducted(Asked asked, Credits amount, Priced priced, List<Draw> drawn, Instant occurredAt) {
        return new CreditsDeducted(
                account.id(),
                asked.deduction(),
                amount,
                asked.type(),
                asked.feature(),
                priced.usage(),
                priced.use(),
                priced.beyond(amount),
                drawn,
                account.lots().spent(drawn).balance(),
                asked.text().about(account.owner().orElseThrow()),
                occurredAt,
                now);
    }

    /** Takes {@code amount} from the lots, if the account may spend and has that much. */
    Decision<AccountEvent, AccountRejection> spend(Credits amount, Function<List<Draw>, AccountEvent> event) {
        var refused = account.spendingRefused(standing);
        if (refused.isPresent()) {
            return reject(refused.get());
        }
        var available = account.balance().available();
        if (amount.exceeds(available)) {
            return reject(new InsufficientCredits(amount, available));
        }
        return Decision.accept(event.apply(account.lots().draw(amount)));
    }

    private static Decision<AccountEvent, AccountRejection> reject(AccountRejection reason) {
        return Decision.reject(reason);
    }
}
