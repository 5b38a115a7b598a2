/** What exists in dev mode only. */
@NullMarked
package dev.creditledger.api.dev;

import org.jspecify.annotations.NullMarked;
