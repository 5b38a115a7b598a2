package dev.creditledger.domain.root;

import static dev.creditledger.domain.AuditedLot.micros;
import static dev.creditledger.domain.root.LiveBooks.require;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.FollowUp;
import dev.creditledger.domain.session.SessionCommand.Heartbeat;
import dev.creditledger.domain.session.SessionCommand.ResumeSession;
import dev.creditledger.domain.session.SessionCommand.WatchSession;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who saw when somebody was connected, and what was charged and announced for it. Counts in microseconds and millionths,
 * with a calendar of its own.
 */
final class LiveWitness {

    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final long DAY = 24 * HOUR;

    /** A session as it was seen. */
    static final class Seen {
        String feature = "";
        long startedAt;
        long perUnit;
        long unitSeconds;
        long seconds;
        long charged;
        long untilSecond;
        private int connection = 1;

        /** Whether its client connected to it, and no other server runs it. */
        private boolean byConnection;

        /** Microseconds for which somebody was there, up to {@code heardAt}. */
        private long connected;

        private long heardAt;

        /** ⌈rate × seconds⌉ */
        long cost(long seconds) {
            return BigDecimal.valueOf(perUnit)
                    .multiply(BigDecimal.valueOf(seconds))
                    .divide(BigDecimal.valueOf(unitSeconds), 0, RoundingMode.CEILING)
                    .longValueExact();
        }
    }

    final Map<String, Seen> running = new TreeMap<>();
    final List<String> ended = new ArrayList<>();

    /** Seconds used, by feature and window such as {@code dubbing hour 2027-12-31T23}. */
    private final Map<String, Long> used = new HashMap<>();

    private long baseline;
    private long total;
    private int announced = 100;
    long charges;
    long secondsInAll;

    // --- what was seen of a client

    void heard(String session, long at) {
        var seen = running.get(session);
        if (seen != null && at > seen.heardAt) {
            seen.connected += at - seen.heardAt;
            seen.heardAt = at;
        }
    }

    /** Whoever ends it says that it was used until now: of a client, only its connection knows. */
    void used(String session, long at) {
        var seen = running.get(session);
        if (seen != null && !seen.byConnection) {
            heard(session, at);
        }
    }

    /** Whoever counts by itself is believed as far as the clock allows, give or take two seconds. */
    void told(String session, long seconds, long at) {
        var seen = running.get(session);
        if (seen != null) {
            seen.connected = Math.max(seen.connected, Math.min(seconds * SECOND, at - seen.startedAt + 2 * SECOND));
            seen.heardAt = at;
        }
    }

    /** What was between the two connections does not count. */
    void reconnected(String session, long at) {
        var seen = running.get(session);
        if (seen != null) {
            seen.heardAt = at;
        }
    }

    /** Whether it runs, and not by whom the command speaks for: a client's connection, or another server. */
    boolean isRunOtherwise(FollowUp command) {
        var seen = running.get(command.session().toString());
        return seen != null
                && switch (command) {
                    case ResumeSession _ -> !seen.byConnection;
                    case Heartbeat _ -> seen.byConnection;
                    case CheckpointSession checkpoint -> seen.byConnection == isCounted(checkpoint.reading());
                    case EndSession end
                    when end.reading().isPresent() ->
                        seen.byConnection == isCounted(end.reading().get());
                    case EndSession _, WatchSession _ -> false;
                };
    }

    private static boolean isCounted(Reading reading) {
        return reading instanceof Reading.Counted;
    }

    /** Whether it runs, and its client's latest connection was this one. */
    boolean isConnectedBy(String session, int connection) {
        var seen = running.get(session);
        return seen != null && seen.connection == connection;
    }

    /** Whether nobody was there for so many microseconds. */
    boolean isSilent(String session, long at, long micros) {
        var seen = running.get(session);
        return seen != null && at - seen.heardAt >= micros;
    }

    // --- what the account says of it

    /** @param limit in force, of a feature and a window; negative: none */
    void note(BoundEvent event, Limits limit) {
        var increases = event instanceof CreditsGranted
                || event instanceof GrantActivated
                || event instanceof DeductionReversed;
        var after = event.balance().total().millionths();
        if ((increases && after > total) || event instanceof SubscriptionRenewed) {
            baseline = after;
            announced = 100;
        }
        total = after;
        switch (event) {
            case SessionStarted started -> start(started);
            case LowBalanceReached low -> announce(low);
            case SessionCheckpointed checkpoint -> {
                charge(checkpoint, limit);
                complete(checkpoint);
                seen(checkpoint).untilSecond = checkpoint.grant().untilSecond();
            }
            case SessionEnded end -> end(end, limit);
            case SessionResumed resumed -> {
                var seen = seen(resumed);
                seen.untilSecond = resumed.grant().untilSecond();
                seen.connection++;
            }
            default -> {}
        }
    }

    interface Limits {
        long of(String feature, String window);
    }

    private void start(SessionStarted event) {
        var seen = new Seen();
        seen.feature = event.feature().name();
        seen.byConnection = event.node().isPresent();
        seen.startedAt = micros(event.occurredAt());
        seen.heardAt = seen.startedAt;
        seen.perUnit = event.rate().creditsPerUnit().millionths();
        seen.unitSeconds = Map.of("second", 1L, "minute", 60L, "hour", 3_600L)
                .getOrDefault(event.rate().unit(), 0L);
        seen.untilSecond = event.grant().untilSecond();
        require(seen.untilSecond >= 1, "a session that starts may run for a second");
        running.put(event.session().toString(), seen);
    }

    private Seen seen(SessionEvent event) {
        var seen = running.get(event.session().toString());
        if (seen == null) {
            throw new AssertionError("no running session " + event.session());
        }
        return seen;
    }

    private void charge(SessionEvent.Charged event, Limits limit) {
        var seen = seen(event);
        var countedTo = micros(event.meter().countedTo());
        require(event.seconds() >= 0 && event.amount().millionths() >= 0, "nothing is charged backwards");
        count(seen, event.seconds(), countedTo, limit);
        seen.seconds += event.seconds();
        seen.charged += event.amount().millionths();
        charges += event.amount().millionths();
        secondsInAll += event.seconds();
        require(event.meter().counted() == seen.seconds, "all seconds are told");
        require(event.charged().millionths() == seen.charged, "all that was charged is told");
        require(seen.charged == seen.cost(seen.seconds), "charged is the rate times the seconds, rounded up once");
        require(
                event.drawn().stream()
                                .mapToLong(draw -> draw.amount().millionths())
                                .sum()
                        == event.amount().millionths(),
                "what is charged is drawn");
        require(
                seen.seconds <= seen.connected / SECOND,
                "connected for %s µs, charged %s s".formatted(seen.connected, seen.seconds));
    }

    /** Each second in the window in which it begins; those that were granted may be used whenever that is. */
    private void count(Seen seen, long seconds, long end, Limits limit) {
        var begin = end - seconds * SECOND;
        var promised = begin + Math.max(0, seen.untilSecond - seen.seconds) * SECOND;
        var feature = seen.feature;
        for (var window : List.of("hour", "day", "month")) {
            for (var from = begin; from < end; ) {
                var border = Math.min(end, next(window, from));
                var here = Math.ceilDiv(border - from, SECOND);
                var name = feature + " " + window + " " + start(window, from);
                var before = used.getOrDefault(name, 0L);
                var most = limit.of(feature, window);
                require(
                        most < 0 || before + here <= most || from + here * SECOND <= promised,
                        "%s used of the %s of %s".formatted(before + here, most, name));
                used.put(name, before + here);
                from += here * SECOND;
            }
        }
    }

    private static long start(String window, long at) {
        return switch (window) {
            case "hour" -> Math.floorDiv(at, HOUR) * HOUR;
            case "day" -> Math.floorDiv(at, DAY) * DAY;
            default ->
                LocalDate.ofEpochDay(Math.floorDiv(at, DAY)).withDayOfMonth(1).toEpochDay() * DAY;
        };
    }

    private static long next(String window, long at) {
        return switch (window) {
            case "hour" -> start(window, at) + HOUR;
            case "day" -> start(window, at) + DAY;
            default ->
                LocalDate.ofEpochDay(start(window, at) / DAY).plusMonths(1).toEpochDay() * DAY;
        };
    }

    private void announce(LowBalanceReached low) {
        require(List.of(20, 10, 5).contains(low.thresholdPercent()), "20, 10 and 5 % are announced");
        require(low.thresholdPercent() < announced, "each once, and downwards");
        require(low.baseline().millionths() == baseline, "of what there was: " + baseline);
        announced = low.thresholdPercent();
    }

    /** What is left is compared with what was announced. */
    private void complete(SessionCheckpointed checkpoint) {
        var lowest = 100;
        for (var percent : List.of(20, 10, 5)) {
            lowest = baseline > 0 && isWithin(total, percent) ? percent : lowest;
        }
        require(announced <= lowest, "%s of %s are left, announced %s".formatted(total, baseline, announced));
        checkpoint
                .lowBalance()
                .ifPresent(said -> require(
                        said == announced && isWithin(total, said), "what is announced with it has been reached"));
    }

    private boolean isWithin(long left, int percent) {
        return BigDecimal.valueOf(left)
                        .multiply(BigDecimal.valueOf(100))
                        .compareTo(BigDecimal.valueOf(baseline).multiply(BigDecimal.valueOf(percent)))
                <= 0;
    }

    private void end(SessionEnded event, Limits limit) {
        charge(event, limit);
        require(micros(event.occurredAt()) >= seen(event).startedAt, "it ended after it began");
        require(!event.occurredAt().isAfter(event.bookedAt()), "and before that was noticed");
        running.remove(event.session().toString());
        ended.add(event.session().toString());
    }
}
