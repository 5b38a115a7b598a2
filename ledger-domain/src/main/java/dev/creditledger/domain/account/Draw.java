package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.util.ArrayList;
import java.util.List;

/** Credits taken, or reserved, from one lot. */
public record Draw(GrantId grant, Credits amount) {

    /** What of it is from one lot. */
    static Credits of(GrantId grant, Iterable<Draw> draws) {
        var sum = Credits.ZERO;
        for (var draw : draws) {
            sum = draw.grant.equals(grant) ? sum.plus(draw.amount) : sum;
        }
        return sum;
    }

    public static Credits sum(Iterable<Draw> draws) {
        var sum = Credits.ZERO;
        for (var draw : draws) {
            sum = sum.plus(draw.amount);
        }
        return sum;
    }

    /** The first credits of {@code draws}, up to {@code amount}. */
    static List<Draw> first(List<Draw> draws, Credits amount) {
        return split(draws, amount, true);
    }

    /** What is left behind its first credits. */
    static List<Draw> rest(List<Draw> draws, Credits amount) {
        return split(draws, amount, false);
    }

    private static List<Draw> split(List<Draw> draws, Credits amount, boolean front) {
        var result = new ArrayList<Draw>();
        var missing = amount;
        for (var draw : draws) {
            var taken = draw.amount().min(missing);
            missing = missing.minus(taken);
            var share = front ? taken : draw.amount().minus(taken);
            if (share.isPositive()) {
                result.add(new Draw(draw.grant(), share));
            }
        }
        return result;
    }
}
