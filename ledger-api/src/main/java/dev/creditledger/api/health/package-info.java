/** Whether the ledger is well. */
@NullMarked
package dev.creditledger.api.health;

import org.jspecify.annotations.NullMarked;
