package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Credits;

/** What a ledger's log says of its live sessions, read with SQL and not through the code that wrote it. */
public final class SessionBooks {

    private static final String CHECKPOINTS = "SELECT count(*) FROM log.events WHERE type = 'session.checkpointed'";

    private static final String CHARGED = """
            WITH charge AS (
                SELECT payload ->> 'session' AS session,
                       type = 'session.ended' AS is_end,
                       (payload ->> 'seconds')::bigint AS seconds,
                       (payload ->> 'amount')::numeric * 1000000 AS millionths,
                       (payload ->> 'charged')::numeric * 1000000 AS charged,
                       (payload -> 'rate' ->> 'creditsPerUnit')::numeric * 1000000
                           / CASE payload -> 'rate' ->> 'unit' WHEN 'second' THEN 1 WHEN 'minute' THEN 60 END AS rate
                FROM log.events
                WHERE type IN ('session.checkpointed', 'session.ended')
            ), session AS (
                SELECT count(*) FILTER (WHERE is_end) AS ends,
                       sum(seconds) AS seconds,
                       sum(millionths) AS millionths,
                       sum(millionths) = max(charged) AND sum(millionths) = ceil(max(rate) * sum(seconds)) AS fits
                FROM charge
                GROUP BY session
            )
            SELECT coalesce(sum(ends), 0), coalesce(sum(seconds), 0), coalesce(sum(millionths), 0)::bigint,
                   count(*) FILTER (WHERE fits IS NOT TRUE)
            FROM session""";

    private final Books books;

    /** @param name of the ledger's database */
    public SessionBooks(BenchDatabase database, String name) {
        this.books = new Books(database, name);
    }

    /**
     * What all sessions were charged.
     *
     * @param ends of sessions
     * @param seconds that were charged
     * @param credits for them
     * @param wrong sessions that were charged something else than their rate for their seconds
     */
    public record Charged(long ends, long seconds, Credits credits, long wrong) {}

    public Charged charged() {
        return books.read(
                CHARGED,
                row -> new Charged(row.getLong(1), row.getLong(2), new Credits(row.getLong(3)), row.getLong(4)));
    }

    public long checkpoints() {
        return books.read(CHECKPOINTS, row -> row.getLong(1));
    }
}
