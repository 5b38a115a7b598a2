package dev.creditledger.api.demo.live;

import dev.creditledger.domain.Credits;
import java.util.List;
import java.util.Random;

/** What becomes of a session. */
enum Life {
    /** Its user stops: so do all that the others leave. */
    STOPS(40),
    /** Its connection is cut and comes back; then its user stops. */
    RETURNS(12),
    /** An admin takes the feature away from its account. */
    LOSES_THE_FEATURE(2),
    USES_UP_ITS_QUOTA(5),
    RUNS_DRY(25),
    MISBEHAVES(3),
    /** Its connection is cut for good. */
    VANISHES(6),
    /** As long as a session may. */
    LASTS(4),
    IS_ENDED(3);

    /** Arrivals are spread over so many steps. */
    private static final int ARRIVING = 10;

    private final int percent;

    Life(int percent) {
        this.percent = percent;
    }

    /** Of so many sessions; one at least. */
    int share(int sessions) {
        return Math.max(1, sessions * percent / 100);
    }

    /** What is done to it, and when. */
    List<Act> acts(Random random) {
        var start = random.nextInt(ARRIVING);
        var connect = new Act(start, Deed.CONNECT);
        return switch (this) {
            case STOPS -> List.of(connect, after(connect, 2, 20, Deed.STOP, random));
            case RETURNS -> {
                var drop = after(connect, 2, 8, Deed.DROP, random);
                var resume = after(drop, 2, 10, Deed.RESUME, random);
                yield List.of(connect, drop, resume, after(resume, 2, 8, Deed.STOP, random));
            }
            case LOSES_THE_FEATURE -> List.of(connect, after(connect, 2, 8, Deed.FORBID, random));
            case MISBEHAVES -> List.of(connect, after(connect, 2, 12, Deed.MISBEHAVE, random));
            case VANISHES -> List.of(connect, after(connect, 2, 8, Deed.DROP, random));
            case IS_ENDED -> List.of(connect, after(connect, 2, 12, Deed.END, random));
            case USES_UP_ITS_QUOTA, RUNS_DRY, LASTS -> List.of(connect);
        };
    }

    private static Act after(Act before, int least, int most, Deed deed, Random random) {
        return new Act(before.step() + random.nextInt(least, most + 1), deed);
    }

    /** What its account has, in tenths now and then: enough for all that it does, unless it is to run dry. */
    Credits credits(Random random) {
        return switch (this) {
            case RUNS_DRY -> tenths(random.nextInt(800, 4_000));
            case LASTS -> tenths(random.nextInt(75_000, 200_000));
            case STOPS, RETURNS, LOSES_THE_FEATURE, USES_UP_ITS_QUOTA, MISBEHAVES, VANISHES, IS_ENDED ->
                tenths(random.nextInt(9_000, 30_000));
        };
    }

    private static Credits tenths(long tenths) {
        return new Credits(tenths * 100_000);
    }
}
