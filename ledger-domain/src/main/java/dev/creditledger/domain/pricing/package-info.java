/** What token usage costs: a price book, and the rating of usage with it. */
@NullMarked
package dev.creditledger.domain.pricing;

import org.jspecify.annotations.NullMarked;
