/** The write side: aggregate shells, the bus that batches commands, jobs. */
@NullMarked
package dev.creditledger.commands;

import org.jspecify.annotations.NullMarked;
