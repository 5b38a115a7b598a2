package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Credits;

/**
 * Whether all that was acknowledged is stored, and nothing else.
 *
 * @param contender its name
 * @param acknowledged deductions
 * @param doubtful deductions that were asked for and never acknowledged: they may be stored or not
 * @param price of each
 */
public record Check(String contender, long acknowledged, long doubtful, Credits price, Stored stored) {

    public boolean passed() {
        return stored.deductions() >= acknowledged
                && stored.deductions() <= acknowledged + doubtful
                && stored.deducted().millionths() == stored.deductions() * price.millionths()
                && stored.overspent() == 0;
    }
}
