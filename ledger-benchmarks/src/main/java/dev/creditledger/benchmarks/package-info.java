/** Benchmarks and load runners; nothing depends on them. */
@NullMarked
package dev.creditledger.benchmarks;

import org.jspecify.annotations.NullMarked;
