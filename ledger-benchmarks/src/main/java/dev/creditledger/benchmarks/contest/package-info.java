/** Two write sides under the same load: ours, and Axon's stock parts. */
@NullMarked
package dev.creditledger.benchmarks.contest;

import org.jspecify.annotations.NullMarked;
