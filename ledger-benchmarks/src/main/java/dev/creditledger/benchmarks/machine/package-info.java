/** Where figures are measured. */
@NullMarked
package dev.creditledger.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
