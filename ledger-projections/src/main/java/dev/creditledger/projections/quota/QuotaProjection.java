package dev.creditledger.projections.quota;

import static dev.creditledger.projections.schema.Tables.LIVE_QUOTA;

import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.SecondsUsed;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.Projection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Table;

/**
 * What accounts have used of their live features. The domain itself counts, on what the rows say: a window is over when
 * seconds of the next one come, so a net change would not do.
 */
final class QuotaProjection implements Projection {

    @Override
    public Fold fold() {
        return new QuotaFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(LIVE_QUOTA);
    }

    private record Key(String account, String feature) {}

    /** What happens to a row. */
    private static final class Change {
        final Key key;
        final List<Charged> charges = new ArrayList<>(1);
        Optional<QuotaLimits> own = Optional.empty();

        Change(Key key) {
            this.key = key;
        }

        Row after(Row before) {
            var used = before.used();
            for (var charge : charges) {
                used = used.plus(charge.seconds(), charge.meter().countedTo());
            }
            return new Row(key, used, own.orElse(before.own()));
        }
    }

    private record Row(Key key, SecondsUsed used, QuotaLimits own) {}

    private static final class QuotaFold implements Fold {

        private final Map<Key, Change> changes = new HashMap<>();
        private int charges;

        @Override
        public void add(FeedEvent stored) {
            switch (stored.event()) {
                case Charged it
                when it.seconds() > 0 -> {
                    change(stored, it.feature().name()).charges.add(it);
                    charges++;
                }
                case AccountQuotaSet it -> change(stored, it.feature()).own = Optional.of(it.limits());
                default -> {
                    // Nothing is used, nothing is limited.
                }
            }
        }

        private Change change(FeedEvent stored, String feature) {
            return changes.computeIfAbsent(new Key(stored.aggregate(), feature), Change::new);
        }

        /** It keeps all charges. */
        @Override
        public int rows() {
            return changes.size() + charges;
        }

        @Override
        public void flush(DSLContext sql) {
            var before = known(sql);
            write(
                    sql,
                    changes.values().stream()
                            .map(change -> change.after(before.getOrDefault(
                                    change.key, new Row(change.key, SecondsUsed.NONE, QuotaLimits.NONE))))
                            .toList());
        }

        private Map<Key, Row> known(DSLContext sql) {
            var known = new HashMap<Key, Row>();
            var keys = changes.keySet();
            if (!keys.isEmpty()) {
                var accounts = keys.stream().map(Key::account).toArray(String[]::new);
                var features = keys.stream().map(Key::feature).toArray(String[]::new);
                sql.resultQuery("""
                                SELECT quota.* FROM unnest({0}::text[], {1}::text[]) AS key (account_id, feature)
                                JOIN projection.live_quota AS quota USING (account_id, feature)""", accounts, features).fetchInto(LIVE_QUOTA).forEach(row -> {
                    var key = new Key(row.getAccountId(), row.getFeature());
                    known.put(key, new Row(key, QuotaQuery.used(row), QuotaQuery.own(row)));
                });
            }
            return known;
        }

        private static void write(DSLContext sql, List<Row> rows) {
            var columns = MultiRow.of(rows)
                    .time(LIVE_QUOTA.USED_UNTIL, row -> row.used().until())
                    .bigint(LIVE_QUOTA.HOUR, row -> row.used().hour())
                    .bigint(LIVE_QUOTA.DAY, row -> row.used().day())
                    .bigint(LIVE_QUOTA.MONTH, row -> row.used().month())
                    .bigint(
                            LIVE_QUOTA.OWN_HOUR,
                            row -> row.own().of(Window.HOUR).orElse(null))
                    .bigint(LIVE_QUOTA.OWN_DAY, row -> row.own().of(Window.DAY).orElse(null))
                    .bigint(
                            LIVE_QUOTA.OWN_MONTH,
                            row -> row.own().of(Window.MONTH).orElse(null));
            var statement = """
                    INSERT INTO projection.live_quota (account_id, feature, %1$s)
                    SELECT account_id, feature, %1$s FROM {rows} AS used
                    ON CONFLICT (account_id, feature) DO UPDATE SET (%1$s) = (%2$s)""".formatted(columns.names("%s"), columns.names("excluded.%s"));
            columns.text(LIVE_QUOTA.ACCOUNT_ID, row -> row.key().account())
                    .text(LIVE_QUOTA.FEATURE, row -> row.key().feature())
                    .execute(sql, statement);
        }
    }
}
