package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Credits;

/**
 * What a contender's database holds, by its own account: read with SQL, not through the code that wrote it.
 *
 * @param deductions events
 * @param deducted sum of their amounts
 * @param overspent accounts with more deducted than granted
 */
public record Stored(long deductions, Credits deducted, long overspent) {}
