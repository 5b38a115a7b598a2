package dev.creditledger.projections.session;

import static dev.creditledger.projections.schema.Tables.TOKEN;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Tier;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.session.LiveStats.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What runs live now and what was used today, over all accounts. */
public final class LiveStatsQuery {

    private static final String LINES = """
            (SELECT feature, tier, sum(running)::bigint AS running, sum(started)::bigint AS started,
                 sum(ended)::bigint AS ended, sum(seconds)::bigint AS seconds, sum(credits) AS credits
             FROM (SELECT feature, tier, 0::bigint AS running, started, ended, seconds, credits
                   FROM projection.live_total WHERE day = {0}
                   UNION ALL
                   SELECT feature, tier, count(*), 0, 0, 0, 0
                   FROM projection.session WHERE status = 'running' GROUP BY feature, tier) AS parts
             GROUP BY feature, tier)""";

    private static final Field<String> FEATURE = DSL.field("line.feature", String.class);
    private static final Field<String> TIER = DSL.field("line.tier", String.class);
    private static final Field<Long> RUNNING = DSL.field("line.running", Long.class);
    private static final Field<Long> STARTED = DSL.field("line.started", Long.class);
    private static final Field<Long> ENDED = DSL.field("line.ended", Long.class);
    private static final Field<Long> SECONDS = DSL.field("line.seconds", Long.class);
    private static final Field<BigDecimal> CREDITS = DSL.field("line.credits", BigDecimal.class);

    private final DSLContext sql;

    LiveStatsQuery(DSLContext sql) {
        this.sql = sql;
    }

    /** Of the UTC day that {@code now} lies in. */
    public LiveStats at(Instant now) {
        var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var position = TruePosition.ofAll().as("true_to");
        // The token's row comes even when there is nothing to tell.
        var rows = sql.select(position, FEATURE, TIER, RUNNING, STARTED, ENDED, SECONDS, CREDITS)
                .from(TOKEN)
                .leftJoin(DSL.table(LINES, DSL.val(day)).as("line"))
                .on(DSL.trueCondition())
                .where(TruePosition.TOKEN_ROW)
                .orderBy(FEATURE, TIER)
                .fetch();
        return new LiveStats(
                day,
                rows.stream()
                        .filter(row -> row.get(FEATURE) != null)
                        .map(LiveStatsQuery::line)
                        .toList(),
                rows.getFirst().get(position));
    }

    private static Line line(Record row) {
        return new Line(
                row.get(FEATURE),
                EnumNames.constant(Tier.class, row.get(TIER)),
                row.get(RUNNING),
                row.get(STARTED),
                row.get(ENDED),
                row.get(SECONDS),
                row.get(CREDITS).movePointLeft(Credits.SCALE));
    }
}
