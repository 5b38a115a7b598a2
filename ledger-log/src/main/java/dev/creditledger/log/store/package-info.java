/** The event log on PostgreSQL: append, read, snapshots, and the engine that lends it to Axon. */
@NullMarked
package dev.creditledger.log.store;

import org.jspecify.annotations.NullMarked;
