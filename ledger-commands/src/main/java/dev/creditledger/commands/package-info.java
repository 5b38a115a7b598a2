/** The write side: aggregate shells, command bus, process managers, jobs. */
@NullMarked
package dev.creditledger.commands;

import org.jspecify.annotations.NullMarked;
