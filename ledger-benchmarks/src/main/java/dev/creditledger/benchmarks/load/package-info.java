/** Load from many callers, and what was measured of it. */
@NullMarked
package dev.creditledger.benchmarks.load;

import org.jspecify.annotations.NullMarked;
