/**
 * What was used: each request, and sums by day of any time zone, told apart by feature, model, tier or account. The sums
 * are kept by quarter of an hour.
 */
@NullMarked
package dev.creditledger.projections.usage;

import org.jspecify.annotations.NullMarked;
