/** Credit accounts over HTTP. */
@NullMarked
package dev.creditledger.api.account;

import org.jspecify.annotations.NullMarked;
