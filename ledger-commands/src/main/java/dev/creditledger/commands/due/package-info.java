/** Writing what has become due on accounts that nobody uses. */
@NullMarked
package dev.creditledger.commands.due;

import org.jspecify.annotations.NullMarked;
