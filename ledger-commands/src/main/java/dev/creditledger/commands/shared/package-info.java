/** Aggregates of which there is one: every node knows them, and any of them may change them. */
@NullMarked
package dev.creditledger.commands.shared;

import org.jspecify.annotations.NullMarked;
