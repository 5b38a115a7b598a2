package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.ACCOUNT_USAGE;
import static dev.creditledger.projections.schema.Tables.TOTAL_USAGE;

import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.AccountUnfrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.Projection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** What was used per quarter of an hour, feature, model and tier: by each account, and by all together. */
final class UsageProjection implements Projection {

    @Override
    public Fold fold() {
        return new UsageFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(ACCOUNT_USAGE, TOTAL_USAGE);
    }

    private static final class UsageFold implements Fold {

        private final Map<AccountUsed.Key, AccountUsed> rows = new HashMap<>();

        @Override
        public void add(FeedEvent stored) {
            var event = stored.event();
            if (event instanceof CreditsDeducted it) {
                // Nearly all are, and the switch over all kinds is slower.
                add(it);
            } else if (event instanceof AccountEvent other) {
                addOther(other);
            } else if (event instanceof Charged charged) {
                meter(charged);
            }
        }

        private void addOther(AccountEvent event) {
            switch (event) {
                case CreditsDeducted it -> add(it);
                case HoldCaptured it -> used(it, Kind.of(it, it.feature())).charge(it.amount());
                case DeductionReversed it -> used(it, Kind.of(it, it.feature())).giveBack(it.amount());
                case AccountOpened _,
                        CreditsGranted _,
                        GrantActivated _,
                        CreditsExpired _,
                        GrantRevoked _,
                        GrantReduced _,
                        UncoveredWrittenOff _,
                        HoldPlaced _,
                        HoldReleased _,
                        HoldExpired _,
                        AccountFrozen _,
                        AccountUnfrozen _,
                        AccountClosed _ -> {
                    // Nothing is used.
                }
            }
        }

        private void add(CreditsDeducted deducted) {
            var used = used(deducted, kind(deducted));
            used.charge(deducted.amount());
            deducted.uncovered().ifPresent(used::leaveUncovered);
            deducted.usage().ifPresent(used::rate);
        }

        /** A session is one request, however often it is charged: it counts when it ends. */
        private void meter(Charged charged) {
            var ends = charged instanceof SessionEnded;
            if (ends || charged.amount().isPositive()) {
                var kind = Kind.of(
                        charged, charged.chargedFeature(), charged.rate().tier());
                used(charged, kind).meter(charged.amount(), ends);
            }
        }

        private static Kind kind(CreditsDeducted deducted) {
            if (deducted.usage().isPresent()) {
                return Kind.of(deducted, deducted.feature(), deducted.usage().get());
            }
            return deducted.use()
                    .map(use -> Kind.of(deducted, deducted.feature(), use.tier()))
                    .orElseGet(() -> Kind.of(deducted, deducted.feature()));
        }

        private AccountUsed used(BoundEvent event, Kind kind) {
            return rows.computeIfAbsent(new AccountUsed.Key(event.aggregate(), kind), AccountUsed::new);
        }

        @Override
        public int rows() {
            return rows.size();
        }

        @Override
        public void flush(DSLContext sql) {
            UsageRows.write(sql, rows.values());
        }
    }
}
