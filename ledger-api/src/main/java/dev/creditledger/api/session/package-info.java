/** Live sessions that another server runs, and the lists of all. */
@NullMarked
package dev.creditledger.api.session;

import org.jspecify.annotations.NullMarked;
