/** Live sessions: metered while somebody is connected. */
@NullMarked
package dev.creditledger.api.live;

import org.jspecify.annotations.NullMarked;
