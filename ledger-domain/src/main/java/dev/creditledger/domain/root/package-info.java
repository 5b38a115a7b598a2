/** The root of an account's consistency boundary: what decides, composed of its parts. */
@NullMarked
package dev.creditledger.domain.root;

import org.jspecify.annotations.NullMarked;
