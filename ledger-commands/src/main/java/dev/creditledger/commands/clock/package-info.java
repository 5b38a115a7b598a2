/** Watching that this machine knows what time it is. */
@NullMarked
package dev.creditledger.commands.clock;

import org.jspecify.annotations.NullMarked;
