package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.pricing.ModelName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What usage cost, and what it would have cost.
 *
 * @param lines by tier, then by model
 * @param ranOut how many accounts could not have paid something that they did pay
 * @param first of them, at most as many as were asked for, in the order of the log
 * @param unpriced models that the other prices lack, with their requests: they kept what they had
 */
public record SimulationReport(List<Line> lines, long ranOut, List<RunOut> first, SortedMap<ModelName, Long> unpriced) {

    public SimulationReport {
        lines = List.copyOf(lines);
        first = List.copyOf(first);
        unpriced = Collections.unmodifiableSortedMap(new TreeMap<>(unpriced));
    }

    public Total total() {
        return lines.stream().map(Line::alone).reduce(Total.NONE, Total::plus);
    }

    /** All lines together. */
    public record Total(
            long requests,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            Charges asCharged,
            Charges simulated) {

        private static final Total NONE = new Total(0, 0, 0, 0, Charges.NONE, Charges.NONE);

        private Total plus(Total other) {
            return new Total(
                    requests + other.requests,
                    inputTokens + other.inputTokens,
                    cachedInputTokens + other.cachedInputTokens,
                    outputTokens + other.outputTokens,
                    asCharged.plus(other.asCharged),
                    simulated.plus(other.simulated));
        }
    }

    /** Requests of accounts of one tier to one model. */
    public record Line(
            Tier tier,
            ModelName model,
            long requests,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            Charges asCharged,
            Charges simulated) {

        public Total alone() {
            return new Total(requests, inputTokens, cachedInputTokens, outputTokens, asCharged, simulated);
        }
    }

    /**
     * What was paid for requests, in one world.
     *
     * @param credits that accounts paid
     * @param unpaidCredits what the requests cost beyond that
     * @param unpaidRequests that were not paid in full
     * @param worthUsd of the credits that were paid
     */
    public record Charges(
            BigDecimal credits,
            BigDecimal unpaidCredits,
            long unpaidRequests,
            BigDecimal worthUsd,
            BigDecimal vendorCostUsd) {

        public static final Charges NONE =
                new Charges(BigDecimal.ZERO, BigDecimal.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO);

        public Charges plus(Charges other) {
            return new Charges(
                    credits.add(other.credits),
                    unpaidCredits.add(other.unpaidCredits),
                    unpaidRequests + other.unpaidRequests,
                    worthUsd.add(other.worthUsd),
                    vendorCostUsd.add(other.vendorCostUsd));
        }

        /** What is left of what was paid when the vendor is paid; below zero: a loss. */
        public BigDecimal marginUsd() {
            return worthUsd.subtract(vendorCostUsd);
        }
    }

    /**
     * An account that would have run out.
     *
     * @param at when it could not have paid for the first time
     * @param lacking what it lacked then
     * @param requests that it could not have paid in full, holds included
     * @param unpaidCredits what they lacked together
     */
    public record RunOut(AccountId account, Instant at, Credits lacking, long requests, BigDecimal unpaidCredits) {}
}
