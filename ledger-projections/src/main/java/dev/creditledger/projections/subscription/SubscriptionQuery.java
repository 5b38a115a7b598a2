package dev.creditledger.projections.subscription;

import static dev.creditledger.projections.schema.Tables.SUBSCRIPTION;
import static dev.creditledger.projections.schema.Tables.TOKEN;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.schema.tables.records.SubscriptionRecord;
import java.util.Arrays;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;

/** What an account has subscribed to, as the log says: a renewal that is due and not written yet is not in it. */
public final class SubscriptionQuery {

    private static final Field<Long> TRUE_POSITION =
            TruePosition.of(SUBSCRIPTION.ACCOUNT_ID).as("true_position");

    private final DSLContext sql;

    SubscriptionQuery(DSLContext sql) {
        this.sql = sql;
    }

    public Optional<SubscriptionView> find(AccountId account) {
        return sql.select(SUBSCRIPTION, TRUE_POSITION)
                .from(TOKEN)
                .join(SUBSCRIPTION)
                .on(SUBSCRIPTION.ACCOUNT_ID.eq(account.value()))
                .where(TruePosition.TOKEN_ROW)
                .fetchOptional(row -> new SubscriptionView(subscription(row.value1()), row.value2()));
    }

    /** The state that the row describes. */
    public static Subscription subscription(SubscriptionRecord row) {
        return new Subscription(
                new Plan(
                        EnumNames.constant(Tier.class, row.getTier()),
                        new Credits(row.getAllocation()),
                        EnumNames.constant(Funding.class, row.getFunding()),
                        row.getRolloverShare(),
                        new Credits(row.getRolloverMax()),
                        row.getSpendsPastDue(),
                        row.getSpendsInGrace()),
                EnumNames.constant(SubscriptionStatus.class, row.getStatus()),
                row.getAnchor(),
                row.getCycle(),
                period(row),
                new Credits(row.getUnspent()));
    }

    private static Optional<Period> period(SubscriptionRecord row) {
        return Optional.ofNullable(row.getCoveredUntil())
                .map(until -> new Period(
                        row.getPeriodCycle(),
                        row.getPeriodNumber(),
                        row.getPeriodStart(),
                        row.getCoveredFrom(),
                        until,
                        new Credits(row.getPeriodAllocation()),
                        new Credits(row.getPeriodAhead()),
                        Arrays.stream(row.getPeriodGrants()).map(GrantId::new).toList()));
    }
}
