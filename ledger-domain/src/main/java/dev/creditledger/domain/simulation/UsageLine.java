package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.simulation.SimulationReport.Charges;
import java.math.BigDecimal;
import java.util.Optional;

/** Usage of one model by one tier as it is summed up, with the prices and the margin that it would have had. */
final class UsageLine {

    private final Tier tier;
    private final ModelName model;
    private final Optional<TokenPrices> prices;
    private final Optional<Margin> margin;
    private final Sum asCharged = new Sum();
    private final Sum simulated = new Sum();
    private long requests;
    private long inputTokens;
    private long cachedInputTokens;
    private long outputTokens;

    UsageLine(Tier tier, ModelName model, Assumptions assumed) {
        this.tier = tier;
        this.model = model;
        this.prices = assumed.pricesOf(model);
        this.margin = assumed.marginOf(tier, model);
    }

    ModelName model() {
        return model;
    }

    boolean priced() {
        return prices.isPresent();
    }

    long requests() {
        return requests;
    }

    /** Amounts of credits may add up to more than one can be, and those at absurd prices to more than a long holds. */
    private static final class Total {
        private BigDecimal carried = BigDecimal.ZERO;
        private long millionths;

        void add(Credits credits) {
            if (millionths > Long.MAX_VALUE - credits.millionths()) {
                carried = credits();
                millionths = 0;
            }
            millionths += credits.millionths();
        }

        BigDecimal credits() {
            return carried.add(BigDecimal.valueOf(millionths, Credits.SCALE));
        }
    }

    private static final class Sum {
        private final Total paid = new Total();
        private final Total unpaid = new Total();
        private long unpaidRequests;
        private BigDecimal worthUsd = BigDecimal.ZERO;
        private BigDecimal vendorCostUsd = BigDecimal.ZERO;

        void add(Cost cost, Credits credits) {
            var lacking = cost.credits().minus(credits);
            paid.add(credits);
            unpaid.add(lacking);
            unpaidRequests += lacking.isPositive() ? 1 : 0;
            worthUsd = worthUsd.add(credits.toBigDecimal().multiply(cost.creditWorthUsd()));
            vendorCostUsd = vendorCostUsd.add(cost.vendorCostUsd());
        }

        Charges charges() {
            return new Charges(paid.credits(), unpaid.credits(), unpaidRequests, worthUsd, vendorCostUsd);
        }
    }

    /** What one request costs. */
    record Cost(BigDecimal vendorCostUsd, BigDecimal creditWorthUsd, Credits credits) {

        static Cost asRated(RatedUsage usage) {
            return new Cost(usage.vendorCostUsd(), usage.creditWorthUsd(), usage.credits());
        }
    }

    /** What a request would have cost: as recorded, but for what is assumed. At most as much as an account can have. */
    Cost simulated(RatedUsage asRated, Credits usedThisMonth) {
        if (prices.isEmpty() && margin.isEmpty()) {
            return Cost.asRated(asRated);
        }
        var applied = prices.orElse(asRated.prices());
        var worth = asRated.creditWorthUsd();
        var multiplier =
                margin.map(it -> it.multiplier(applied, worth, usedThisMonth)).orElse(asRated.margin());
        var cost = applied.costUsd(asRated.tokens());
        var credits = RatedUsage.inCredits(cost, multiplier, worth).min(Credits.MAX.toBigDecimal());
        return new Cost(cost, worth, Credits.exactly(credits));
    }

    /**
     * @param charged what was drawn for it
     * @param paid what would have been drawn
     */
    void add(RatedUsage usage, Credits charged, Cost simulatedCost, Credits paid) {
        requests++;
        inputTokens += usage.tokens().inputTokens();
        cachedInputTokens += usage.tokens().cachedInputTokens();
        outputTokens += usage.tokens().outputTokens();
        asCharged.add(Cost.asRated(usage), charged);
        simulated.add(simulatedCost, paid);
    }

    SimulationReport.Line line() {
        return new SimulationReport.Line(
                tier,
                model,
                requests,
                inputTokens,
                cachedInputTokens,
                outputTokens,
                asCharged.charges(),
                simulated.charges());
    }
}
