package dev.creditledger.projections.finance;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.finance.Entry.Standing;
import dev.creditledger.domain.finance.Heading;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.EnumNames;
import dev.creditledger.projections.finance.Amounts.Amount;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The books at any position up to which the rows are true. Those of now are a sum of rows; for earlier ones the sum up to
 * the bucket of the position is taken, and the log from there on: at most as many events as a bucket has.
 */
public final class FinanceQuery {

    private static final int CHUNK = 2_000;

    private static final String TRUE_TO = """
            (SELECT least(token.position, (SELECT min(letter.position) - 1 FROM projection.dead_letter AS letter)))
            """;

    private static final String SUMS = """
            SELECT token.position, %s AS true_to,
                journal.account, journal.funding, journal.source, journal.since, journal.currency,
                journal.money, journal.credits
            FROM projection.token
                LEFT JOIN (SELECT account, funding, source, since, currency, sum(money) AS money, sum(credits) AS credits
                           FROM projection.finance_journal WHERE bucket < ?
                           GROUP BY account, funding, source, since, currency) AS journal ON true
            WHERE token.name = '%s'""".formatted(TRUE_TO, "ledger");

    /** Money in whole millionths first: then nothing is rounded but by div. */
    private static final String OPEN_LOTS = """
            SELECT lot.funding, coalesce(paid.currency, ''), sum((lot.remaining + lot.held)::numeric) * 0.000001,
                coalesce(sum(paid.paid - 0.000001 * div(
                    1000000 * paid.paid * (lot.amount - lot.remaining - lot.held), lot.amount)), 0)
            FROM projection.lot
                LEFT JOIN projection.finance_lot AS paid
                    ON lot.funding = 'paid' AND paid.account_id = lot.account_id AND paid.grant_id = lot.grant_id
            WHERE lot.open
            GROUP BY 1, 2
            ORDER BY 1, 2""";

    private final DSLContext sql;
    private final EventLog log;
    private final Buckets buckets;

    /** One look into the log at a time: it takes memory and a processor. */
    private final ReentrantLock looking = new ReentrantLock();

    FinanceQuery(DSLContext sql, EventLog log, Buckets buckets) {
        this.sql = sql;
        this.log = log;
        this.buckets = buckets;
    }

    /**
     * Credits of open lots and what they are worth, as the lots themselves say: what the books must say too.
     *
     * @param currency empty: no money stands behind them
     */
    public record OpenLots(Funding funding, Optional<String> currency, BigDecimal credits, BigDecimal money) {}

    /** @param lots empty: the books are older than the lots */
    public record Checked(BooksView books, Optional<List<OpenLots>> lots) {}

    /**
     * The rows' sums up to a bucket.
     *
     * @param position how far the rows have come
     * @param trueTo how far they are true of every account
     */
    private record Sums(long position, long trueTo, Amounts amounts) {}

    /** The last position of which the books can be told. */
    public long truePosition() {
        return sums(sql, 0).trueTo();
    }

    /** The books as they are now; while an account stands still, as they were before that. */
    public BooksView now() {
        return checked(_ -> Optional.empty()).books();
    }

    /** The books as they are now, and what the open lots say. */
    public Checked nowChecked() {
        return checked(snapshot -> Optional.of(openLots(snapshot)));
    }

    /** All that is read is of one snapshot. */
    private Checked checked(Function<DSLContext, Optional<List<OpenLots>>> lots) {
        var current = sql.transactionResult(it -> {
            var snapshot = it.dsl();
            snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            var sums = sums(snapshot, Long.MAX_VALUE);
            return sums.trueTo() < sums.position()
                    ? Optional.<Checked>empty()
                    : Optional.of(new Checked(
                            new BooksView(sums.position(), sums.amounts().entries()), lots.apply(snapshot)));
        });
        return current.orElseGet(() -> new Checked(at(truePosition()).orElseThrow(), Optional.empty()));
    }

    /** The books as they were at {@code position}. Empty: the rows have not come so far, or not those of every account. */
    public Optional<BooksView> at(long position) {
        var bucket = position == 0 ? 0 : buckets.of(position);
        var sums = sums(sql, bucket);
        if (sums.trueTo() < position) {
            return Optional.empty();
        }
        looking.lock();
        try {
            addFromLog(bucket, position, sums.amounts());
        } finally {
            looking.unlock();
        }
        return Optional.of(new BooksView(position, sums.amounts().entries()));
    }

    private void addFromLog(long bucket, long position, Amounts amounts) {
        var granted = new HashMap<GrantId, Standing>();
        var moved = new Moved(granted);
        for (var after = buckets.before(bucket); after < position; after += CHUNK) {
            for (var event : log.feed().after(after, (int) Math.min(CHUNK, position - after))) {
                if (event.event() instanceof BoundEvent bound) {
                    moved.add(bound);
                }
            }
        }
        moved.amounts().entries().forEach(entry -> amounts.add(entry.getKey(), entry.getValue()));
        new LotRows(sql).bookSince(bucket, moved.unknown(), amounts);
        for (var moves : moved.known()) {
            var before = granted.get(moves.grant);
            if (before != null) {
                amounts.add(before.lot().postings(before.gone(), before.gone().plus(moves.gone())));
            }
        }
    }

    private static List<OpenLots> openLots(DSLContext snapshot) {
        return read(
                snapshot,
                OPEN_LOTS,
                _ -> {},
                row -> new OpenLots(
                        EnumNames.constant(Funding.class, row.getString(1)),
                        Optional.of(row.getString(2)).filter(currency -> !currency.isEmpty()),
                        row.getBigDecimal(3).setScale(Credits.SCALE),
                        row.getBigDecimal(4)));
    }

    private record SumRow(long position, long trueTo, Optional<Map.Entry<Heading, Amount>> sum) {}

    /** In one statement, so that sums and positions are of one snapshot. */
    private static Sums sums(DSLContext sql, long beforeBucket) {
        var rows = read(
                sql,
                SUMS,
                query -> query.setLong(1, beforeBucket),
                row -> new SumRow(
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3) == null ? Optional.empty() : Optional.of(JournalRows.read(row, 3))));
        var amounts = new Amounts();
        rows.forEach(row -> row.sum().ifPresent(sum -> amounts.add(sum.getKey(), sum.getValue())));
        return new Sums(rows.getFirst().position(), rows.getFirst().trueTo(), amounts);
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement query) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> List<T> read(DSLContext sql, String statement, Binding binding, Reading<T> reading) {
        return sql.connectionResult(connection -> {
            try (var query = connection.prepareStatement(statement)) {
                binding.bind(query);
                try (var result = query.executeQuery()) {
                    var rows = new ArrayList<T>();
                    while (result.next()) {
                        rows.add(reading.of(result));
                    }
                    return rows;
                }
            }
        });
    }
}
