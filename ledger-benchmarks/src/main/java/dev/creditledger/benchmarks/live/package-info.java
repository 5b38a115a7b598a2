/** Clients of live sessions, over WebSockets. */
@NullMarked
package dev.creditledger.benchmarks.live;

import org.jspecify.annotations.NullMarked;
