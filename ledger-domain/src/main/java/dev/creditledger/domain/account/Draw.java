package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;

/** Credits taken, or reserved, from one lot. */
public record Draw(GrantId grant, Credits amount) {

    static Credits sum(Iterable<Draw> draws) {
        var sum = Credits.ZERO;
        for (var draw : draws) {
            sum = sum.plus(draw.amount);
        }
        return sum;
    }
}
