package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.GrantId;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a subscription's period has left unspent: what is rolled over into the next one is a share of it.
 *
 * @param grants of the period
 * @param inReality what expired of them
 * @param simulated what would have
 */
record Lapsed(List<GrantId> grants, Credits inReality, Credits simulated) {

    static final Lapsed NOTHING = new Lapsed(List.of(), Credits.ZERO, Credits.ZERO);

    private static final String OF_PERIODS = "subscription/";
    private static final String BEGINS = "/allocation";
    private static final String ROLLED_OVER = "/rollover";

    private static String key(CreditsGranted granted) {
        return granted.ledgerKey().map(Object::toString).orElse("");
    }

    /** With what the period is granted. */
    Lapsed after(CreditsGranted granted) {
        var key = key(granted);
        if (!key.startsWith(OF_PERIODS) || key.endsWith(ROLLED_OVER)) {
            return this;
        }
        return key.endsWith(BEGINS)
                ? new Lapsed(List.of(granted.grant()), Credits.ZERO, Credits.ZERO)
                : new Lapsed(
                        Stream.concat(grants.stream(), Stream.of(granted.grant()))
                                .toList(),
                        inReality,
                        simulated);
    }

    Lapsed inReality(GrantId grant, Credits amount) {
        return grants.contains(grant) ? new Lapsed(grants, inReality.plus(amount), simulated) : this;
    }

    Lapsed simulated(GrantId grant, Credits amount) {
        return grants.contains(grant) ? new Lapsed(grants, inReality, simulated.plus(amount)) : this;
    }

    /** What is granted: of what is rolled over, the share that would have lapsed of what did lapse. */
    Credits granted(CreditsGranted granted) {
        if (!key(granted).endsWith(ROLLED_OVER) || inReality.isZero()) {
            return granted.amount();
        }
        return new Credits(BigInteger.valueOf(granted.amount().millionths())
                .multiply(BigInteger.valueOf(simulated.millionths()))
                .divide(BigInteger.valueOf(inReality.millionths()))
                .min(BigInteger.valueOf(Credits.MAX.millionths()))
                .longValueExact());
    }
}
