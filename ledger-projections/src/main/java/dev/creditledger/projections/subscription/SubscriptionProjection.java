package dev.creditledger.projections.subscription;

import static dev.creditledger.projections.schema.Tables.SUBSCRIPTION;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

    /** What a row becomes: its last change, if it has one, and the period it is in then. */
    private static final class Row {
        final String account;
        long position;
        Optional<SubscriptionChanged> changed = Optional.empty();
        Optional<Period> period = Optional.empty();

        Row(String account) {
            this.account = account;
        }

        <T> @Nullable T part(Function<Period, T> part) {
            return period.map(part).orElse(null);
        }
    }

    private record Change(Row row, SubscriptionChanged event) {
        Plan plan() {
            return event.plan();
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
                    row.changed = Optional.of(changed);
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
            upsert(
                    sql,
                    rows.values().stream()
                            .flatMap(row -> row.changed.map(event -> new Change(row, event)).stream())
                            .toList());
            renew(
                    sql,
                    rows.values().stream().filter(row -> row.changed.isEmpty()).toList());
            expire(sql);
        }

        private static void upsert(DSLContext sql, List<Change> changes) {
            var rows = period(MultiRow.of(changes), Change::row)
                    .text(
                            SUBSCRIPTION.TIER,
                            change -> EnumNames.of(change.plan().tier()))
                    .text(
                            SUBSCRIPTION.STATUS,
                            change -> EnumNames.of(change.event().status()))
                    .time(SUBSCRIPTION.ANCHOR, change -> change.event().anchor())
                    .integer(SUBSCRIPTION.CYCLE, change -> change.event().cycle())
                    .bigint(
                            SUBSCRIPTION.ALLOCATION,
                            change -> change.plan().allocation().millionths())
                    .text(
                            SUBSCRIPTION.FUNDING,
                            change -> EnumNames.of(change.plan().funding()))
                    .numeric(
                            SUBSCRIPTION.ROLLOVER_SHARE, change -> change.plan().rolloverShare())
                    .bigint(
                            SUBSCRIPTION.ROLLOVER_MAX,
                            change -> change.plan().rolloverMax().millionths())
                    .flag(SUBSCRIPTION.SPENDS_PAST_DUE, change -> change.plan().spendsPastDue())
                    .flag(SUBSCRIPTION.SPENDS_IN_GRACE, change -> change.plan().spendsInGrace());
            var statement = """
                    INSERT INTO projection.subscription (account_id, %1$s) SELECT account_id, %1$s FROM {rows} AS changed
                    ON CONFLICT (account_id) DO UPDATE SET (%1$s) = (%2$s)
                    """.formatted(rows.names("%s"), rows.names("excluded.%s"));
            rows.text(SUBSCRIPTION.ACCOUNT_ID, change -> change.row().account).execute(sql, statement);
        }

        private static void renew(DSLContext sql, List<Row> renewed) {
            var rows = period(MultiRow.of(renewed), row -> row);
            var statement = """
                    UPDATE projection.subscription AS s SET %s
                    FROM {rows} AS renewed
                    WHERE s.account_id = renewed.account_id""".formatted(rows.names("%1$s = renewed.%1$s"));
            var updated = rows.text(SUBSCRIPTION.ACCOUNT_ID, row -> row.account).execute(sql, statement);
            if (updated != renewed.size()) {
                throw new IllegalStateException(renewed.size() + " subscriptions are renewed, found " + updated);
            }
        }

        private static <R> MultiRow<R> period(MultiRow<R> rows, Function<R, Row> row) {
            return rows.integer(SUBSCRIPTION.PERIOD_CYCLE, it -> row.apply(it).part(Period::cycle))
                    .bigint(SUBSCRIPTION.PERIOD_NUMBER, it -> row.apply(it).part(Period::number))
                    .time(SUBSCRIPTION.PERIOD_START, it -> row.apply(it).part(Period::start))
                    .time(SUBSCRIPTION.COVERED_FROM, it -> row.apply(it).part(Period::from))
                    .time(SUBSCRIPTION.COVERED_UNTIL, it -> row.apply(it).part(Period::until))
                    .bigint(
                            SUBSCRIPTION.PERIOD_ALLOCATION,
                            it -> row.apply(it)
                                    .part(period -> period.allocation().millionths()))
                    .bigint(
                            SUBSCRIPTION.PERIOD_AHEAD,
                            it -> row.apply(it).part(period -> period.ahead().millionths()))
                    .uuids(SUBSCRIPTION.PERIOD_GRANTS, it -> row.apply(it).part(Period::grants))
                    .bigint(SUBSCRIPTION.UNSPENT, _ -> 0L)
                    .bigint(SUBSCRIPTION.POSITION, it -> row.apply(it).position);
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
