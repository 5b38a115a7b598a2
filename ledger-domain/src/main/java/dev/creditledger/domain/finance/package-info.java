/** The books of finance: what events of accounts mean in double entry. Derived from what was decided, never decided here. */
@NullMarked
package dev.creditledger.domain.finance;

import org.jspecify.annotations.NullMarked;
