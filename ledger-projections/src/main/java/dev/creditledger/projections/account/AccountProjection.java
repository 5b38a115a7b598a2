package dev.creditledger.projections.account;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static dev.creditledger.projections.schema.Tables.HOLD;
import static dev.creditledger.projections.schema.Tables.LOT;

import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.Projection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** What accounts have: their totals, lots and open holds. */
final class AccountProjection implements Projection {

    @Override
    public Fold fold() {
        return new AccountFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(ACCOUNT, LOT, HOLD);
    }

    private static final class AccountFold implements Fold {

        private final Map<String, AccountChange> accounts = new HashMap<>();

        @Override
        public void add(FeedEvent stored) {
            if (stored.event() instanceof BoundEvent event) {
                var change = accounts.get(stored.aggregate());
                if (change == null) {
                    change = new AccountChange(stored.aggregate(), stored.sequence());
                    accounts.put(stored.aggregate(), change);
                }
                change.add(event, stored.sequence(), stored.position());
            }
        }

        /** An account and one lot of it; few change more. */
        @Override
        public int rows() {
            return 2 * accounts.size();
        }

        @Override
        public void flush(DSLContext sql) {
            new AccountRows(sql, accounts).write();
        }
    }
}
