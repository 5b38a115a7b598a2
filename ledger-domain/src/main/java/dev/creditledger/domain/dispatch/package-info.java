/** The door of the write side: commands go in here, outcomes come out. */
@NullMarked
package dev.creditledger.domain.dispatch;

import org.jspecify.annotations.NullMarked;
