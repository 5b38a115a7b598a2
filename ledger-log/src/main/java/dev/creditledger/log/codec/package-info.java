/** Names, versions and JSON of what the log stores. */
@NullMarked
package dev.creditledger.log.codec;

import org.jspecify.annotations.NullMarked;
