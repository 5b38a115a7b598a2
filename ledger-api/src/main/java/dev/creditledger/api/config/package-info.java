/** How the application is set up: dev mode and production mode, the data directory, what must be said before it starts. */
@NullMarked
package dev.creditledger.api.config;

import org.jspecify.annotations.NullMarked;
