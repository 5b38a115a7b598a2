/** The statement of an account: every change, newest first. */
@NullMarked
package dev.creditledger.projections.statement;

import org.jspecify.annotations.NullMarked;
