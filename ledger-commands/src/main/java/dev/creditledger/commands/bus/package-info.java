/** How commands reach their accounts: in batches, each with one effect for ever. */
@NullMarked
package dev.creditledger.commands.bus;

import org.jspecify.annotations.NullMarked;
