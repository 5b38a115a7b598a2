/** Live sessions: the meter runs while somebody is connected, and every charge has its credits reserved before. */
@NullMarked
package dev.creditledger.domain.session;

import org.jspecify.annotations.NullMarked;
