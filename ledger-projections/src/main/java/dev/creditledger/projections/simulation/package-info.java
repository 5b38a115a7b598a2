/** What the log's usage would have cost under other assumptions. It reads the log, and writes nothing anywhere. */
@NullMarked
package dev.creditledger.projections.simulation;

import org.jspecify.annotations.NullMarked;
