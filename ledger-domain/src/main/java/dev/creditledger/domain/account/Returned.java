package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.util.Optional;

/**
 * Credits that go back to the lot they came from.
 *
 * @param fate what becomes of them there
 * @param reopened the lot's terms, when it was no longer open and opens again with this amount
 */
public record Returned(GrantId grant, Credits amount, Fate fate, Optional<LotTerms> reopened) {

    static Credits sum(Iterable<Returned> parts, Fate fate) {
        var sum = Credits.ZERO;
        for (var part : parts) {
            if (part.fate == fate) {
                sum = sum.plus(part.amount);
            }
        }
        return sum;
    }
}
