/** Live sessions that are metered by their client's connection: the WebSocket. */
@NullMarked
package dev.creditledger.api.live;

import org.jspecify.annotations.NullMarked;
