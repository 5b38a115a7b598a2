/** The event log on PostgreSQL. */
@NullMarked
package dev.creditledger.log;

import org.jspecify.annotations.NullMarked;
