/** Accounts, what they have, and when something is due on them. */
@NullMarked
package dev.creditledger.projections.account;

import org.jspecify.annotations.NullMarked;
