package dev.creditledger.projections.session;

import static dev.creditledger.projections.schema.Tables.LIVE_TOTAL;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionRate;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.Projection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** What all live sessions used together, per UTC day, feature and tier. */
final class LiveTotalProjection implements Projection {

    @Override
    public Fold fold() {
        return new TotalFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(LIVE_TOTAL);
    }

    private record Key(LocalDate day, String feature, String tier) {}

    private static final class Total {
        final Key key;
        long started;
        long ended;
        BigDecimal seconds = BigDecimal.ZERO;
        BigDecimal credits = BigDecimal.ZERO;

        Total(Key key) {
            this.key = key;
        }
    }

    private static final class TotalFold implements Fold {

        private final Map<Key, Total> totals = new HashMap<>();

        @Override
        public void add(FeedEvent stored) {
            switch (stored.event()) {
                case SessionStarted it -> total(it.occurredAt(), it.feature(), it.rate()).started++;
                case SessionEnded it -> {
                    total(it.occurredAt(), it.feature(), it.rate()).ended++;
                    charge(it);
                }
                case Charged it -> charge(it);
                default -> {
                    // No session is charged.
                }
            }
        }

        private void charge(Charged event) {
            if (event.amount().isPositive()) {
                var total = total(event.occurredAt(), event.feature(), event.rate());
                total.credits =
                        total.credits.add(BigDecimal.valueOf(event.amount().millionths()));
            }
            var left = event.seconds();
            var end = event.meter().countedTo();
            while (left > 0) {
                // At midnight sharp the day that ends is the one that counts.
                var within = end.minusNanos(1);
                var start = Window.DAY.startOf(within);
                var part = Math.min(left, Duration.between(start, end).toSeconds());
                var total = total(within, event.feature(), event.rate());
                total.seconds = total.seconds.add(BigDecimal.valueOf(part));
                left -= part;
                end = start;
            }
        }

        private Total total(Instant at, LiveFeature feature, SessionRate rate) {
            var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
            return totals.computeIfAbsent(new Key(day, feature.name(), EnumNames.of(rate.tier())), Total::new);
        }

        @Override
        public int rows() {
            return totals.size();
        }

        @Override
        public void flush(DSLContext sql) {
            MultiRow.of(totals.values())
                    .text("day", total -> total.key.day().toString())
                    .text(LIVE_TOTAL.FEATURE, total -> total.key.feature())
                    .text(LIVE_TOTAL.TIER, total -> total.key.tier())
                    .bigint(LIVE_TOTAL.STARTED, total -> total.started)
                    .bigint(LIVE_TOTAL.ENDED, total -> total.ended)
                    .numeric(LIVE_TOTAL.SECONDS, total -> total.seconds)
                    .numeric(LIVE_TOTAL.CREDITS, total -> total.credits)
                    .execute(sql, """
                            INSERT INTO projection.live_total AS total (
                                day, feature, tier, started, ended, seconds, credits)
                            SELECT day::date, feature, tier, started, ended, seconds, credits FROM {rows} AS used
                            ON CONFLICT (day, feature, tier) DO UPDATE
                            SET started = total.started + excluded.started,
                                ended = total.ended + excluded.ended,
                                seconds = total.seconds + excluded.seconds,
                                credits = total.credits + excluded.credits""");
        }
    }
}
