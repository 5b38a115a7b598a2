package dev.creditledger.projections.finance;

import static dev.creditledger.projections.schema.Tables.FINANCE_JOURNAL;
import static dev.creditledger.projections.schema.Tables.FINANCE_LOT;
import static dev.creditledger.projections.schema.Tables.FINANCE_LOT_PAST;
import static java.util.Objects.requireNonNull;

import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.finance.LotState;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.Projection;
import dev.creditledger.projections.finance.LotRows.PaidMove;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The books of finance: what events mean in double entry, summed up by bucket of positions. */
final class FinanceProjection implements Projection {

    /** Only lots that were paid for have rows here. Which they are is looked up later: as if a quarter were. */
    private static final int LOTS_PER_ROW = 4;

    private final Buckets buckets;

    FinanceProjection(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Fold fold() {
        return new FinanceFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(FINANCE_JOURNAL, FINANCE_LOT, FINANCE_LOT_PAST);
    }

    private final class FinanceFold implements Fold {

        private final Map<GrantId, LotState> granted = new HashMap<>();
        private final TreeMap<Long, Moved> moved = new TreeMap<>();
        private long bucket = -1;
        private @Nullable Moved current;

        @Override
        public void add(FeedEvent stored) {
            if (stored.event() instanceof BoundEvent event) {
                in(buckets.of(stored.position())).add(event);
            }
        }

        private Moved in(long wanted) {
            var found = current;
            if (found == null || bucket != wanted) {
                found = moved.computeIfAbsent(wanted, _ -> new Moved(granted));
                current = found;
                bucket = wanted;
            }
            return found;
        }

        @Override
        public int rows() {
            return moved.values().stream().mapToInt(Moved::size).sum() / LOTS_PER_ROW;
        }

        @Override
        public void flush(DSLContext sql) {
            moved.forEach((number, of) -> flush(sql, number, of));
        }

        private void flush(DSLContext sql, long number, Moved of) {
            var amounts = of.amounts();
            var lots = new LotRows(sql);
            var paid = new ArrayList<>(lots.bookNow(of.unknown(), amounts));
            paid.addAll(bookGranted(of, amounts));
            lots.insert(number, of.issued(), granted);
            lots.update(number, paid);
            new JournalRows(sql).add(number, amounts);
        }

        /** @return those among them that were paid for in an earlier bucket */
        private List<PaidMove> bookGranted(Moved of, Amounts amounts) {
            var earlier = new ArrayList<PaidMove>();
            for (var moves : of.known()) {
                var before = requireNonNull(granted.get(moves.grant));
                var after = new LotState(before.lot(), before.gone().plus(moves.gone()));
                amounts.add(before.lot().postings(before.gone(), after.gone()));
                granted.put(moves.grant, after);
                if (before.lot().paid().isPresent() && !of.issues(moves.grant)) {
                    earlier.add(new PaidMove(moves.account, moves.grant, before, after.gone()));
                }
            }
            return earlier;
        }
    }
}
