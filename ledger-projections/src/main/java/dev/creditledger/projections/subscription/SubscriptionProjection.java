package dev.creditledger.projections.subscription;

import static dev.creditledger.projections.schema.Tables.SUBSCRIPTION;

import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.EnumNames;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.Projection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** What accounts have subscribed to. */
final class SubscriptionProjection implements Projection {

    @Override
    public Fold fold() {
        return new SubscriptionFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(SUBSCRIPTION);
    }

    /** The last change of a row, and the period it is in then. */
    private static final class Row {
        final String account;
        long position;

        @Nullable SubscriptionChanged changed;

        Optional<Period> period = Optional.empty();

        Row(String account) {
            this.account = account;
        }

        @Nullable Long number(Function<Period, Number> part) {
            return period.map(part).map(Number::longValue).orElse(null);
        }

        @Nullable Instant time(Function<Period, Instant> part) {
            return period.map(part).orElse(null);
        }

        @Nullable String grants() {
            return period.map(
                            it -> it.grants().stream().map(Object::toString).collect(Collectors.joining(",", "{", "}")))
                    .orElse(null);
        }
    }

    /** An expiry, of whatever grant: the row knows whether it is one of the period's. */
    private record Expired(CreditsExpired event, long position) {}

    private static final class SubscriptionFold implements Fold {

        private final Map<String, Row> rows = new LinkedHashMap<>();
        private final List<Expired> expired = new ArrayList<>();

        @Override
        public void add(FeedEvent stored) {
            switch (stored.event()) {
                case SubscriptionEvent event -> add(event, stored.position());
                case CreditsExpired event -> expired.add(new Expired(event, stored.position()));
                default -> {
                    // About credits alone.
                }
            }
        }

        private void add(SubscriptionEvent event, long position) {
            var row = rows.computeIfAbsent(event.aggregate(), Row::new);
            row.position = position;
            switch (event) {
                case SubscriptionChanged changed -> {
                    row.changed = changed;
                    row.period = changed.period();
                }
                case SubscriptionRenewed renewed -> row.period = Optional.of(renewed.period());
            }
        }

        @Override
        public int rows() {
            return rows.size() + expired.size();
        }

        @Override
        public void flush(DSLContext sql) {
            var changed =
                    rows.values().stream().filter(row -> row.changed != null).toList();
            upsert(sql, changed);
            renew(sql, rows.values().stream().filter(row -> row.changed == null).toList());
            expire(sql);
        }

        private static SubscriptionChanged changed(Row row) {
            if (row.changed == null) {
                throw new IllegalStateException("not changed: " + row.account);
            }
            return row.changed;
        }

        private static void upsert(DSLContext sql, List<Row> changed) {
            period(MultiRow.of(changed)
                            .text("account_id", row -> row.account)
                            .text(
                                    "tier",
                                    row -> EnumNames.of(changed(row).plan().tier()))
                            .text("status", row -> EnumNames.of(changed(row).status()))
                            .time("anchor", row -> changed(row).anchor())
                            .bigint("cycle", row -> (long) changed(row).cycle())
                            .bigint(
                                    "allocation",
                                    row -> changed(row).plan().allocation().millionths())
                            .text(
                                    "funding",
                                    row -> EnumNames.of(changed(row).plan().funding()))
                            .numeric(
                                    "rollover_share", row -> changed(row).plan().rolloverShare())
                            .bigint(
                                    "rollover_max",
                                    row -> changed(row).plan().rolloverMax().millionths())
                            .flag("spends_past_due", row -> changed(row).plan().spendsPastDue())
                            .flag("spends_in_grace", row -> changed(row).plan().spendsInGrace())
                            .time("changed_at", row -> changed(row).bookedAt()))
                    .execute(sql, """
                            INSERT INTO projection.subscription (
                                account_id, tier, status, anchor, cycle, allocation, funding, rollover_share,
                                rollover_max, spends_past_due, spends_in_grace, changed_at, period_cycle, period_number,
                                period_start, covered_from, covered_until, period_allocation, period_ahead,
                                period_grants, unspent, position)
                            SELECT account_id, tier, status, anchor, cycle, allocation, funding, rollover_share,
                                rollover_max, spends_past_due, spends_in_grace, changed_at, period_cycle, period_number,
                                period_start, covered_from, covered_until, period_allocation, period_ahead,
                                period_grants::uuid[], 0, position
                            FROM {rows} AS changed
                            ON CONFLICT (account_id) DO UPDATE
                                SET (tier, status, anchor, cycle, allocation, funding, rollover_share, rollover_max,
                                     spends_past_due, spends_in_grace, changed_at, period_cycle, period_number,
                                     period_start, covered_from, covered_until, period_allocation, period_ahead,
                                     period_grants, unspent, position)
                                    = (excluded.tier, excluded.status, excluded.anchor, excluded.cycle,
                                       excluded.allocation, excluded.funding, excluded.rollover_share,
                                       excluded.rollover_max, excluded.spends_past_due, excluded.spends_in_grace,
                                       excluded.changed_at, excluded.period_cycle, excluded.period_number,
                                       excluded.period_start, excluded.covered_from, excluded.covered_until,
                                       excluded.period_allocation, excluded.period_ahead, excluded.period_grants, 0,
                                       excluded.position)""");
        }

        private static void renew(DSLContext sql, List<Row> renewed) {
            var updated = period(MultiRow.of(renewed).text("account_id", row -> row.account))
                    .execute(sql, """
                            UPDATE projection.subscription AS s
                            SET period_cycle = renewed.period_cycle,
                                period_number = renewed.period_number,
                                period_start = renewed.period_start,
                                covered_from = renewed.covered_from,
                                covered_until = renewed.covered_until,
                                period_allocation = renewed.period_allocation,
                                period_ahead = renewed.period_ahead,
                                period_grants = renewed.period_grants::uuid[],
                                unspent = 0,
                                position = renewed.position
                            FROM {rows} AS renewed
                            WHERE s.account_id = renewed.account_id""");
            if (updated != renewed.size()) {
                throw new IllegalStateException(renewed.size() + " subscriptions are renewed, found " + updated);
            }
        }

        private static MultiRow<Row> period(MultiRow<Row> rows) {
            return rows.bigint("position", row -> row.position)
                    .bigint("period_cycle", row -> row.number(Period::cycle))
                    .bigint("period_number", row -> row.number(Period::number))
                    .time("period_start", row -> row.time(Period::start))
                    .time("covered_from", row -> row.time(Period::from))
                    .time("covered_until", row -> row.time(Period::until))
                    .bigint(
                            "period_allocation",
                            row -> row.number(period -> period.allocation().millionths()))
                    .bigint(
                            "period_ahead",
                            row -> row.number(period -> period.ahead().millionths()))
                    .text("period_grants", Row::grants);
        }

        /** What expired before the row's last event was counted then, or no longer matters. */
        private void expire(DSLContext sql) {
            MultiRow.of(expired)
                    .text("account_id", row -> row.event().aggregate())
                    .uuid("grant_id", row -> row.event().grant().value())
                    .bigint("amount", row -> row.event().amount().millionths())
                    .bigint("position", Expired::position)
                    .execute(sql, """
                            UPDATE projection.subscription AS s
                            SET unspent = s.unspent + lost.amount
                            FROM (SELECT e.account_id, sum(e.amount)::bigint AS amount
                                  FROM {rows} AS e
                                  JOIN projection.subscription AS of ON of.account_id = e.account_id
                                  WHERE e.position > of.position AND e.grant_id = ANY (of.period_grants)
                                  GROUP BY e.account_id) AS lost
                            WHERE s.account_id = lost.account_id""");
        }
    }
}
