/** Knowing which nodes are there. */
@NullMarked
package dev.creditledger.commands.node;

import org.jspecify.annotations.NullMarked;
