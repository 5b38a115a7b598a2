/** The price book: one aggregate that every node knows, and any of them may change. */
@NullMarked
package dev.creditledger.commands.pricing;

import org.jspecify.annotations.NullMarked;
