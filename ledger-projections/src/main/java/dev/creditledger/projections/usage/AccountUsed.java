package dev.creditledger.projections.usage;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.pricing.RatedUsage;
import java.math.BigDecimal;

/**
 * What a batch of events adds to one row of an account. A sum that no row can hold is the fault of the event that makes
 * it.
 */
final class AccountUsed {

    final Key key;
    long requests;
    long inputTokens;
    long cachedInputTokens;
    long outputTokens;
    long credits;
    long uncovered;
    long reversed;
    BigDecimal vendorCostUsd = BigDecimal.ZERO;
    BigDecimal worthUsd = BigDecimal.ZERO;

    /** What a row is found by. */
    record Key(String account, Kind kind) {}

    AccountUsed(Key key) {
        this.key = key;
    }

    void charge(Credits drawn) {
        requests++;
        credits = Math.addExact(credits, drawn.millionths());
    }

    /** @param ends whether it is the session's last charge */
    void meter(Credits drawn, boolean ends) {
        requests += ends ? 1 : 0;
        credits = Math.addExact(credits, drawn.millionths());
    }

    /** What was charged beyond what was drawn. */
    void leaveUncovered(Credits part) {
        uncovered = Math.addExact(uncovered, part.millionths());
        credits = Math.addExact(credits, part.millionths());
    }

    void giveBack(Credits back) {
        reversed = Math.addExact(reversed, back.millionths());
    }

    void rate(RatedUsage usage) {
        var tokens = usage.tokens();
        inputTokens += tokens.inputTokens();
        cachedInputTokens += tokens.cachedInputTokens();
        outputTokens += tokens.outputTokens();
        vendorCostUsd = vendorCostUsd.add(usage.vendorCostUsd());
        worthUsd = worthUsd.add(usage.worthUsd());
    }
}
