package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.LedgerKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time for which a subscription was given its allocation. Period n starts n months after the anchor (UTC), on its day or,
 * where the month has no such day, on the month's last.
 *
 * @param cycle counts the anchors, from 1
 * @param number n, below 0 before the anchor
 * @param start of period n
 * @param from since when it is covered: later than {@code start} if time before that was covered already
 * @param until end of period n
 * @param allocation for the whole period, as of the last change of plan within it
 * @param ahead what a lower plan allots no longer and could not be taken back, for it was spent or reserved: a higher plan
 *     gives as much less
 * @param grants what was granted for it, in order, at most {@value #GRANTS_MAX}; not what was rolled over into it
 */
public record Period(
        int cycle,
        long number,
        Instant start,
        Instant from,
        Instant until,
        Credits allocation,
        Credits ahead,
        List<GrantId> grants) {

    public static final int GRANTS_MAX = 100;

    public Period {
        grants = List.copyOf(grants);
        if (start.isAfter(from) || !from.isBefore(until)) {
            throw new IllegalArgumentException("a period covers time between its start and its end");
        }
        if (grants.size() > GRANTS_MAX) {
            throw new IllegalArgumentException("a period has at most " + GRANTS_MAX + " grants");
        }
    }

    /** The period in which {@code time} lies, covered from then on, with nothing granted yet. */
    static Period containing(Instant time, Instant anchor, int cycle, Credits allocation) {
        var number = ChronoUnit.MONTHS.between(anchor.atOffset(ZoneOffset.UTC), time.atOffset(ZoneOffset.UTC)) - 1;
        while (!start(anchor, number + 1).isAfter(time)) {
            number++;
        }
        var start = start(anchor, number);
        return new Period(cycle, number, start, time, start(anchor, number + 1), allocation, Credits.ZERO, List.of());
    }

    private static Instant start(Instant anchor, long number) {
        return anchor.atOffset(ZoneOffset.UTC).plusMonths(number).toInstant();
    }

    /** The same, covered from its start or, if that is later, from the end of what is covered already. */
    Period coveredSince(Instant coveredUntil) {
        var since = start.isBefore(coveredUntil) ? coveredUntil : start;
        return new Period(cycle, number, start, since, until, allocation, ahead, grants);
    }

    Period with(Credits newAllocation, List<GrantId> more) {
        return new Period(
                cycle,
                number,
                start,
                from,
                until,
                newAllocation,
                ahead,
                Stream.concat(grants.stream(), more.stream()).toList());
    }

    Period ahead(Credits changed) {
        return new Period(cycle, number, start, from, until, allocation, changed, grants);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    /** What of {@code whole} falls on the time from {@code since} to the end: by whole seconds, rounded down. */
    Credits share(Credits whole, Instant since) {
        var left = Duration.between(since, until).toSeconds();
        var all = Duration.between(start, until).toSeconds();
        return new Credits(BigInteger.valueOf(whole.millionths())
                .multiply(BigInteger.valueOf(left))
                .divide(BigInteger.valueOf(all))
                .longValueExact());
    }

    LedgerKey allocationKey() {
        return key("allocation");
    }

    LedgerKey rolloverKey() {
        return key("rollover");
    }

    LedgerKey upgradeKey() {
        return key("upgrade-" + grants.size());
    }

    private LedgerKey key(String what) {
        return new LedgerKey("subscription/" + cycle + '/' + number + '/' + what);
    }
}
