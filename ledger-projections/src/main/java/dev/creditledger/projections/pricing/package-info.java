/** Who changed prices and margins, and why. */
@NullMarked
package dev.creditledger.projections.pricing;

import org.jspecify.annotations.NullMarked;
