/** What single steps of a command cost, measured by JMH. */
@NullMarked
package dev.creditledger.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
