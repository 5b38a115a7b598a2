/** Credit accounts: what may be asked of one, what can happen to it, and why it says no. */
@NullMarked
package dev.creditledger.domain.account;

import org.jspecify.annotations.NullMarked;
