package dev.creditledger.projections.finance;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.finance.Heading;
import dev.creditledger.domain.finance.Posting;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of postings, by heading. */
final class Amounts {

    /** @param credits not in millionths: a sum over all accounts has no bound */
    record Amount(BigDecimal money, BigDecimal credits) {

        Amount plus(Amount other) {
            return new Amount(money.add(other.money), credits.add(other.credits));
        }

        boolean isNothing() {
            return money.signum() == 0 && credits.signum() == 0;
        }
    }

    private final Map<Heading, Amount> sums = new HashMap<>();

    void add(Collection<Posting> postings) {
        for (var posting : postings) {
            add(posting.heading(), new Amount(posting.money(), BigDecimal.valueOf(posting.credits(), Credits.SCALE)));
        }
    }

    void add(Heading heading, Amount amount) {
        sums.merge(heading, amount, Amount::plus);
    }

    /** Those that are something. */
    List<Map.Entry<Heading, Amount>> entries() {
        return sums.entrySet().stream()
                .filter(entry -> !entry.getValue().isNothing())
                .toList();
    }
}
