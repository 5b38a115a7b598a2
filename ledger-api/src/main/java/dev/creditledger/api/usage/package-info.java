/** Token usage over HTTP. */
@NullMarked
package dev.creditledger.api.usage;

import org.jspecify.annotations.NullMarked;
