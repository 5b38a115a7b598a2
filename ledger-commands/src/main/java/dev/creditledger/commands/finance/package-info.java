/** Decides what is asked of the books of finance themselves. */
@NullMarked
package dev.creditledger.commands.finance;

import org.jspecify.annotations.NullMarked;
