/** What was used: each request, and sums by day, feature and model. */
@NullMarked
package dev.creditledger.projections.usage;

import org.jspecify.annotations.NullMarked;
