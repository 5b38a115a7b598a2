package dev.creditledger.projections.finance;

import static dev.creditledger.projections.schema.Tables.TOKEN;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.finance.LotState;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.TruePosition;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The books at any position up to which the rows are true. Those of now are a sum of rows; for earlier ones the sum up to
 * the bucket of the position is taken, and the log from there on: at most as many events as a bucket has.
 */
public final class FinanceQuery {

    private static final int CHUNK = 2_000;

    private static final Field<Long> TRUE_TO = TruePosition.ofAll().as("true_to");

    private static final String LOCK = """
            LOCK TABLE projection.lot, projection.finance_journal, projection.finance_lot IN ACCESS SHARE MODE""";

    /** Money in whole millionths first: then nothing is rounded but by div. */
    private static final String OPEN_LOTS = """
            SELECT lot.funding, coalesce(paid.currency, '') AS currency,
                sum((lot.remaining + lot.held)::numeric) * 0.000001 AS credits,
                coalesce(sum(paid.paid - 0.000001 * div(
                    1000000 * paid.paid * (lot.amount - lot.remaining - lot.held), lot.amount)), 0) AS money
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

    /**
     * @param current whether they are the books as they are now, and not those before an account stood still
     * @param lots empty: they were not asked for, or the books are older than the lots
     */
    public record Checked(BooksView books, boolean current, Optional<List<OpenLots>> lots) {}

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
        return nowUnchecked().books();
    }

    /** The books as they are now. */
    public Checked nowUnchecked() {
        return checked(_ -> Optional.empty());
    }

    /** The books as they are now, and what the open lots say: it reads all of them. */
    public Checked nowChecked() {
        return checked(snapshot -> Optional.of(openLots(snapshot)));
    }

    /**
     * All that is read is of one snapshot. Tables are locked before there is one, in the order in which a rebuild empties
     * them: afterwards a table that was emptied meanwhile would look as if it had always been empty.
     */
    private Checked checked(Function<DSLContext, Optional<List<OpenLots>>> lots) {
        var current = sql.transactionResult(it -> {
            var snapshot = it.dsl();
            snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            snapshot.execute(LOCK);
            var sums = sums(snapshot, Long.MAX_VALUE);
            return sums.trueTo() < sums.position()
                    ? Optional.<Checked>empty()
                    : Optional.of(new Checked(
                            new BooksView(sums.position(), sums.amounts().entries()), true, lots.apply(snapshot)));
        });
        return current.orElseGet(() -> at(truePosition())
                .map(books -> new Checked(books, false, Optional.empty()))
                // A rebuild forgets who stands still.
                .orElseGet(() -> checked(lots)));
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
        } catch (IllegalStateException e) {
            if (truePosition() < position) {
                return Optional.empty();
            }
            throw e;
        } finally {
            looking.unlock();
        }
        // The rows may have been thrown away between the two looks at them.
        return truePosition() < position
                ? Optional.empty()
                : Optional.of(new BooksView(position, sums.amounts().entries()));
    }

    private void addFromLog(long bucket, long position, Amounts amounts) {
        var granted = new HashMap<GrantId, LotState>();
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
        return snapshot.fetch(OPEN_LOTS)
                .map(row -> new OpenLots(
                        EnumNames.constant(Funding.class, row.get("funding", String.class)),
                        Optional.of(row.get("currency", String.class)).filter(currency -> !currency.isEmpty()),
                        row.get("credits", BigDecimal.class).setScale(Credits.SCALE),
                        row.get("money", BigDecimal.class)));
    }

    /** In one statement, so that sums and positions are of one snapshot. */
    private static Sums sums(DSLContext sql, long beforeBucket) {
        var journal = JournalRows.sumsBefore(beforeBucket).asTable("journal");
        var rows = sql.select(TOKEN.POSITION, TRUE_TO)
                .select(journal.fields())
                .from(TOKEN)
                .leftJoin(journal)
                .on(DSL.trueCondition())
                .where(TruePosition.TOKEN_ROW)
                .fetch();
        var amounts = new Amounts();
        for (var row : rows) {
            JournalRows.read(row).ifPresent(sum -> amounts.add(sum.getKey(), sum.getValue()));
        }
        var first = rows.getFirst();
        return new Sums(first.get(TOKEN.POSITION), first.get(TRUE_TO), amounts);
    }
}
