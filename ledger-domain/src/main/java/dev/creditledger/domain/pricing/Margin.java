package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.PlainDecimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** How a vendor's cost is marked up: each strategy gives a multiplier with at most six decimals. */
public sealed interface Margin {

    /** Decimals of a multiplier. */
    int SCALE = 6;

    BigDecimal MULTIPLIER_MAX = BigDecimal.valueOf(1_000);

    /**
     * The multiplier on the vendor's cost.
     *
     * @param prices the model's
     * @param creditWorthUsd US dollars that one credit is worth
     * @param usedThisMonth by the account, before this usage
     */
    BigDecimal multiplier(TokenPrices prices, BigDecimal creditWorthUsd, Credits usedThisMonth);

    /** The smallest multiplier that it may give. */
    BigDecimal lowest();

    /** The largest multiplier that it may give. */
    BigDecimal highest();

    /** Below 1 something is sold for less than it costs. */
    default boolean mayLose() {
        return lowest().compareTo(BigDecimal.ONE) < 0;
    }

    /** The same for everything. */
    record FixedPercentage(BigDecimal multiplier) implements Margin {
        public FixedPercentage {
            multiplier = Margin.checked(multiplier);
        }

        @Override
        public BigDecimal multiplier(TokenPrices prices, BigDecimal creditWorthUsd, Credits usedThisMonth) {
            return multiplier;
        }

        @Override
        public BigDecimal lowest() {
            return multiplier;
        }

        @Override
        public BigDecimal highest() {
            return multiplier;
        }
    }

    /**
     * By what the account has used in the month.
     *
     * @param steps the first from 0 on, each from more on than the one before; at most {@value #STEPS_MAX}
     */
    record Tiered(List<Step> steps) implements Margin {

        public static final int STEPS_MAX = 20;

        /** @param from credits used in the month from which on it applies */
        public record Step(Credits from, BigDecimal multiplier) {
            public Step {
                multiplier = Margin.checked(multiplier);
            }
        }

        public Tiered {
            steps = List.copyOf(steps);
            if (steps.isEmpty()
                    || steps.size() > STEPS_MAX
                    || steps.getFirst().from().isPositive()) {
                throw new IllegalArgumentException("there are 1 to " + STEPS_MAX + " steps, the first from 0 on");
            }
            for (var i = 1; i < steps.size(); i++) {
                if (!steps.get(i).from().exceeds(steps.get(i - 1).from())) {
                    throw new IllegalArgumentException("each step begins above the one before it");
                }
            }
        }

        @Override
        public BigDecimal multiplier(TokenPrices prices, BigDecimal creditWorthUsd, Credits usedThisMonth) {
            var found = steps.getFirst();
            for (var step : steps) {
                if (step.from().exceeds(usedThisMonth)) {
                    break;
                }
                found = step;
            }
            return found.multiplier();
        }

        @Override
        public BigDecimal lowest() {
            return steps.stream().map(Step::multiplier).reduce(BigDecimal::min).orElseThrow();
        }

        @Override
        public BigDecimal highest() {
            return steps.stream().map(Step::multiplier).reduce(BigDecimal::max).orElseThrow();
        }
    }

    /**
     * Follows the vendor's price, so that a million tokens of input and a million of output together cost between {@code
     * floor} and {@code ceiling} credits: {@code multiplier} where that lies within, else what comes nearest to it within
     * {@code lowest} and {@code highest}, rounded into the band.
     */
    record Dynamic(BigDecimal multiplier, BigDecimal lowest, BigDecimal highest, Credits floor, Credits ceiling)
            implements Margin {

        public Dynamic {
            multiplier = Margin.checked(multiplier);
            lowest = Margin.checked(lowest);
            highest = Margin.checked(highest);
            if (lowest.compareTo(multiplier) > 0 || multiplier.compareTo(highest) > 0) {
                throw new IllegalArgumentException("the multiplier lies between lowest and highest");
            }
            if (floor.exceeds(ceiling)) {
                throw new IllegalArgumentException("the floor is at most the ceiling");
            }
        }

        @Override
        public BigDecimal multiplier(TokenPrices prices, BigDecimal creditWorthUsd, Credits usedThisMonth) {
            var usd = prices.inputUsdPerMillion().add(prices.outputUsdPerMillion());
            if (usd.signum() == 0) {
                return multiplier;
            }
            var atLeast = floor.toBigDecimal().multiply(creditWorthUsd).divide(usd, SCALE, RoundingMode.CEILING);
            var atMost = ceiling.toBigDecimal().multiply(creditWorthUsd).divide(usd, SCALE, RoundingMode.FLOOR);
            return multiplier.max(atLeast).min(atMost).max(lowest).min(highest);
        }
    }

    private static BigDecimal checked(BigDecimal multiplier) {
        var plain = PlainDecimal.of(multiplier);
        if (plain.signum() <= 0 || plain.scale() > SCALE || plain.compareTo(MULTIPLIER_MAX) > 0) {
            throw new IllegalArgumentException("a multiplier is above 0, at most " + MULTIPLIER_MAX
                    + ", with at most six decimals: " + multiplier);
        }
        return plain;
    }
}
