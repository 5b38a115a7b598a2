/**
 * What usage costs: the price book with vendors' prices, margins on them and prices of named actions, each in force from
 * a time on; what may be asked of it and what can happen to it; and the rating of usage with it.
 */
@NullMarked
package dev.creditledger.domain.pricing;

import org.jspecify.annotations.NullMarked;
