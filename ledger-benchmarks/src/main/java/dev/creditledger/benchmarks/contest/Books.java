package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Credits;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a ledger's database holds, read with SQL and not through the code that wrote it. */
public final class Books {

    private static final String STORED = """
            WITH amounts AS (
                SELECT aggregate,
                       type = 'account.credits-deducted' AS deducted,
                       (payload ->> 'amount')::numeric * 1000000 AS millionths
                FROM log.events
                WHERE type IN ('account.credits-deducted', 'account.credits-granted')
            ), accounts AS (
                SELECT count(*) FILTER (WHERE deducted) AS deductions,
                       coalesce(sum(millionths) FILTER (WHERE deducted), 0) AS deducted,
                       coalesce(sum(millionths) FILTER (WHERE NOT deducted), 0) AS granted
                FROM amounts
                GROUP BY aggregate
            )
            SELECT coalesce(sum(deductions), 0), coalesce(sum(deducted), 0)::bigint,
                   count(*) FILTER (WHERE deducted > granted)
            FROM accounts""";

    private static final String UNLIKE_THE_LOG = """
            WITH fold AS (
                SELECT aggregate,
                       max(sequence) AS sequence,
                       coalesce(sum((payload ->> 'amount')::numeric * 1000000)
                                    FILTER (WHERE type = 'account.credits-granted'), 0) AS granted,
                       coalesce(sum((payload ->> 'amount')::numeric * 1000000)
                                    FILTER (WHERE type = 'account.credits-deducted'), 0) AS deducted
                FROM log.events
                GROUP BY aggregate
            )
            SELECT count(*)
            FROM fold
                     FULL JOIN projection.account a ON a.account_id = fold.aggregate
            WHERE (fold.sequence, fold.granted, fold.deducted, fold.granted - fold.deducted)
                      IS DISTINCT FROM (a.sequence, a.granted, a.deducted, a.available)""";

    private final BenchDatabase database;
    private final String name;

    /** @param name of the ledger's database */
    public Books(BenchDatabase database, String name) {
        this.database = database;
        this.name = name;
    }

    public Stored stored() {
        return read(STORED, row -> new Stored(row.getLong(1), new Credits(row.getLong(2)), row.getLong(3)));
    }

    /** Accounts whose projected row differs from what their events say. Everything must have been projected. */
    public long unlikeTheLog() {
        return read(UNLIKE_THE_LOG, row -> row.getLong(1));
    }

    /** Position of the last event. */
    public long head() {
        return read("SELECT position FROM sequencer.head", row -> row.getLong(1));
    }

    /** Events in the log. */
    public long events() {
        return read("SELECT count(*) FROM log.event", row -> row.getLong(1));
    }

    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> T read(String sql, Reading<T> reading) {
        try (var connection = database.superuser(name).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return reading.of(rows);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the books of " + name, e);
        }
    }
}
