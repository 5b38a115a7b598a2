/** The application: HTTP, security, command line, embedded database, configuration. */
@NullMarked
package dev.creditledger.api;

import org.jspecify.annotations.NullMarked;
