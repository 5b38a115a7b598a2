/** How many seconds an account may run live features in an hour, a day and a month. */
@NullMarked
package dev.creditledger.domain.quota;

import org.jspecify.annotations.NullMarked;
