package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Credits;

/**
 * Whether all that a contender acknowledged is stored, and nothing else.
 *
 * @param contender its name
 * @param acknowledged deductions
 * @param price of each
 */
public record Check(String contender, long acknowledged, Credits price, Stored stored) {

    public boolean passed() {
        return stored.deductions() == acknowledged
                && stored.deducted().millionths() == acknowledged * price.millionths()
                && stored.overspent() == 0;
    }
}
