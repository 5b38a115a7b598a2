/** The demo of live sessions: simulated users over the real WebSocket, on business time that is moved by hand. */
@NullMarked
package dev.creditledger.api.demo.live;

import org.jspecify.annotations.NullMarked;
