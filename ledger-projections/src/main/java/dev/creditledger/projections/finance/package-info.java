/** The books of finance at any position of the log: the trial balance, and what is owed for credits. */
@NullMarked
package dev.creditledger.projections.finance;

import org.jspecify.annotations.NullMarked;
