package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;

/**
 * What an account has.
 *
 * @param available may be spent now
 * @param held reserved by holds
 * @param pending granted, but not yet in effect
 */
public record Balance(Credits available, Credits held, Credits pending) {

    public static final Balance ZERO = new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO);

    public Credits total() {
        return available.plus(held);
    }
}
