/** What was used, by day, feature and model. */
@NullMarked
package dev.creditledger.projections.usage;

import org.jspecify.annotations.NullMarked;
