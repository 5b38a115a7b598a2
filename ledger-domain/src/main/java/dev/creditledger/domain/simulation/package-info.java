/** What if: the ledger's real usage under other prices, margins or expiry. Nothing here decides anything. */
@NullMarked
package dev.creditledger.domain.simulation;

import org.jspecify.annotations.NullMarked;
