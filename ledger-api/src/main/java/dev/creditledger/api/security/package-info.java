/** Who calls: access tokens, roles, and what a token may touch. */
@NullMarked
package dev.creditledger.api.security;

import org.jspecify.annotations.NullMarked;
