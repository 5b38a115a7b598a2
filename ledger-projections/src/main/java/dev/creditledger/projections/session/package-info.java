/** Live sessions: those that run, those that ended, and what they used together. */
@NullMarked
package dev.creditledger.projections.session;

import org.jspecify.annotations.NullMarked;
