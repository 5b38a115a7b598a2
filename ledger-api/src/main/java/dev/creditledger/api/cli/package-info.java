/** The command line: {@code ./ledger}. */
@NullMarked
package dev.creditledger.api.cli;

import org.jspecify.annotations.NullMarked;
