/** The read side: event handlers and queries, rebuild, reconciliation. */
@NullMarked
package dev.creditledger.projections;

import org.jspecify.annotations.NullMarked;
