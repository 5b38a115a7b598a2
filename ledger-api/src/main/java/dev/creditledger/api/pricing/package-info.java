/** The price book that ships with the ledger. */
@NullMarked
package dev.creditledger.api.pricing;

import org.jspecify.annotations.NullMarked;
