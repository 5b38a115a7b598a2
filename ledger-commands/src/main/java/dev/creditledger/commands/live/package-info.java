/** Watching live sessions that nobody ends. */
@NullMarked
package dev.creditledger.commands.live;

import org.jspecify.annotations.NullMarked;
