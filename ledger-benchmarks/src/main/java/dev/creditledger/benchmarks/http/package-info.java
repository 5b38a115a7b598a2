/** The packaged application under load from outside. */
@NullMarked
package dev.creditledger.benchmarks.http;

import org.jspecify.annotations.NullMarked;
