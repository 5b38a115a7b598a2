/** What finance asks: the trial balance, what is owed for credits, and closed periods. */
@NullMarked
package dev.creditledger.api.finance;

import org.jspecify.annotations.NullMarked;
