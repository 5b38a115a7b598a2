package dev.creditledger.projections.usage;

import java.math.BigDecimal;

/** What a batch of events adds to one row of all accounts together. Credits are counted in millionths. */
final class TotalUsed {

    final Kind kind;
    long requests;
    BigDecimal inputTokens = BigDecimal.ZERO;
    BigDecimal cachedInputTokens = BigDecimal.ZERO;
    BigDecimal outputTokens = BigDecimal.ZERO;
    BigDecimal credits = BigDecimal.ZERO;
    BigDecimal uncovered = BigDecimal.ZERO;
    BigDecimal reversed = BigDecimal.ZERO;
    BigDecimal vendorCostUsd = BigDecimal.ZERO;
    BigDecimal worthUsd = BigDecimal.ZERO;

    TotalUsed(Kind kind) {
        this.kind = kind;
    }

    void add(AccountUsed used) {
        requests += used.requests;
        inputTokens = plus(inputTokens, used.inputTokens);
        cachedInputTokens = plus(cachedInputTokens, used.cachedInputTokens);
        outputTokens = plus(outputTokens, used.outputTokens);
        credits = plus(credits, used.credits);
        uncovered = plus(uncovered, used.uncovered);
        reversed = plus(reversed, used.reversed);
        vendorCostUsd = vendorCostUsd.add(used.vendorCostUsd);
        worthUsd = worthUsd.add(used.worthUsd);
    }

    private static BigDecimal plus(BigDecimal sum, long more) {
        return more == 0 ? sum : sum.add(BigDecimal.valueOf(more));
    }
}
