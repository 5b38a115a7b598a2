/** The account's shell: where an account's events come from and where its decisions go. */
@NullMarked
package dev.creditledger.commands.account;

import org.jspecify.annotations.NullMarked;
