package dev.creditledger.projections.finance;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.finance.FundedLot;
import dev.creditledger.domain.finance.Gone;
import dev.creditledger.domain.finance.LotState;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.finance.Moved.Issued;
import dev.creditledger.projections.finance.Moved.LotMoves;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * What is known of lots. Those that were paid for have rows of their own; of the others nothing counts but their kind, which
 * the database sums up.
 */
record LotRows(DSLContext sql) {

    /** A lot that was paid for, before and after. */
    record PaidMove(String account, GrantId grant, LotState before, Gone after) {}

    /** Lots of one kind that no money stands behind, or a single one that was paid for. */
    private record Found(long lots, FundedLot lot, Gone moved, Optional<PaidMove> paid) {}

    /** First those without money, summed up; then each of the others. */
    private static final String FOUND = """
            WITH found AS MATERIALIZED (
                SELECT moved.*, lot.funding, lot.source, (lot.effective_at AT TIME ZONE 'UTC')::date AS since
                FROM {rows} AS moved
                    JOIN projection.lot ON lot.account_id = moved.account_id AND lot.grant_id = moved.grant_id)
            SELECT count(*) AS lots, funding, source, since,
                sum(used) AS used, sum(expired) AS expired, sum(revoked) AS revoked,
                NULL AS account_id, NULL::uuid AS grant_id, NULL::numeric AS paid, NULL AS currency, NULL::int8 AS amount,
                NULL::int8 AS used_before, NULL::int8 AS expired_before, NULL::int8 AS revoked_before
            FROM found WHERE funding <> 'paid' GROUP BY funding, source, since
            UNION ALL
            SELECT 1, found.funding, found.source, found.since, found.used, found.expired, found.revoked,
                found.account_id, found.grant_id, lot.paid, lot.currency, lot.amount,
                state.used, state.expired, state.revoked
            FROM found
                JOIN projection.finance_lot AS lot
                    ON lot.account_id = found.account_id AND lot.grant_id = found.grant_id
                CROSS JOIN LATERAL %s AS state
            WHERE found.funding = 'paid'""";

    private static final String NOW = "(SELECT lot.used, lot.expired, lot.revoked)";

    /** Books what moved lots that are as the rows say now. */
    List<PaidMove> bookNow(List<LotMoves> moves, Amounts amounts) {
        return book(moves, amounts, FOUND.formatted(NOW));
    }

    /** Books what moved lots that were as the rows say of the time before {@code bucket}. */
    void bookSince(long bucket, List<LotMoves> moves, Amounts amounts) {
        book(moves, amounts, FOUND.formatted(before(bucket)));
    }

    /** At the end of the last bucket before {@code bucket} in which the lot was touched. */
    private static String before(long bucket) {
        return """
                (SELECT lot.used, lot.expired, lot.revoked WHERE lot.bucket < %1$d
                 UNION ALL
                 (SELECT past.used, past.expired, past.revoked FROM projection.finance_lot_past AS past
                  WHERE past.account_id = lot.account_id AND past.grant_id = lot.grant_id AND past.bucket < %1$d
                    AND lot.bucket >= %1$d
                  ORDER BY past.bucket DESC LIMIT 1))""".formatted(bucket);
    }

    private List<PaidMove> book(List<LotMoves> moves, Amounts amounts, String statement) {
        var found = MultiRow.of(moves)
                .text("account_id", lot -> lot.account)
                .uuid("grant_id", lot -> lot.grant.value())
                .bigint("used", lot -> lot.gone().used())
                .bigint("expired", lot -> lot.gone().expired())
                .bigint("revoked", lot -> lot.gone().revoked())
                .fetch(sql, statement, LotRows::found);
        var lots = found.stream().mapToLong(Found::lots).sum();
        if (lots != moves.size()) {
            throw new IllegalStateException("events move " + moves.size() + " lots, found " + lots);
        }
        var paid = new ArrayList<PaidMove>();
        for (var each : found) {
            var before = each.paid().map(move -> move.before().gone()).orElse(Gone.NOTHING);
            amounts.add(each.lot().postings(before, before.plus(each.moved())));
            each.paid().ifPresent(paid::add);
        }
        return paid;
    }

    private static Found found(ResultSet row) throws SQLException {
        var funding = EnumNames.constant(Funding.class, row.getString("funding"));
        var source = EnumNames.constant(Source.class, row.getString("source"));
        var since = row.getObject("since", LocalDate.class);
        var moved = new Gone(row.getLong("used"), row.getLong("expired"), row.getLong("revoked"));
        var account = row.getString("account_id");
        if (account == null) {
            var kind = new FundedLot(funding, source, since, Credits.ZERO, Optional.empty());
            return new Found(row.getLong("lots"), kind, moved, Optional.empty());
        }
        var money = new Money(row.getBigDecimal("paid"), row.getString("currency"));
        var lot = new FundedLot(funding, source, since, new Credits(row.getLong("amount")), Optional.of(money));
        var gone = new Gone(row.getLong("used_before"), row.getLong("expired_before"), row.getLong("revoked_before"));
        var grant = new GrantId(row.getObject("grant_id", UUID.class));
        var paid = new PaidMove(account, grant, new LotState(lot, gone), gone.plus(moved));
        return new Found(1, lot, moved, Optional.of(paid));
    }

    /** @param state how the lots stand after what moved in the bucket */
    void insert(long bucket, Collection<Issued> issued, Map<GrantId, LotState> state) {
        var paid = issued.stream().filter(lot -> lot.lot().paid().isPresent()).toList();
        MultiRow.of(paid)
                .text("account_id", Issued::account)
                .uuid("grant_id", lot -> lot.grant().value())
                .text("source", lot -> EnumNames.of(lot.lot().source()))
                .text("since", lot -> lot.lot().since().toString())
                .numeric("paid", lot -> lot.lot().paid().orElseThrow().amount())
                .text("currency", lot -> lot.lot().paid().orElseThrow().currency())
                .bigint("amount", lot -> lot.lot().amount().millionths())
                .bigint("used", lot -> gone(state, lot.grant()).used())
                .bigint("expired", lot -> gone(state, lot.grant()).expired())
                .bigint("revoked", lot -> gone(state, lot.grant()).revoked())
                .bigint("bucket", _ -> bucket)
                .execute(sql, """
                        INSERT INTO projection.finance_lot (
                            account_id, grant_id, source, since, paid, currency, amount, used, expired, revoked, bucket)
                        SELECT account_id, grant_id, source, since::date, paid, currency, amount,
                            used, expired, revoked, bucket
                        FROM {rows} AS issued""");
    }

    private static Gone gone(Map<GrantId, LotState> state, GrantId grant) {
        return Optional.ofNullable(state.get(grant)).map(LotState::gone).orElse(Gone.NOTHING);
    }

    /** What they were at the end of an earlier bucket stays. */
    void update(long bucket, List<PaidMove> moves) {
        var rows = MultiRow.of(moves)
                .text("account_id", PaidMove::account)
                .uuid("grant_id", move -> move.grant().value())
                .bigint("used", move -> move.after().used())
                .bigint("expired", move -> move.after().expired())
                .bigint("revoked", move -> move.after().revoked())
                .bigint("bucket", _ -> bucket);
        rows.execute(sql, """
                INSERT INTO projection.finance_lot_past (account_id, grant_id, bucket, used, expired, revoked)
                SELECT lot.account_id, lot.grant_id, lot.bucket, lot.used, lot.expired, lot.revoked
                FROM {rows} AS change
                    JOIN projection.finance_lot AS lot
                        ON lot.account_id = change.account_id AND lot.grant_id = change.grant_id
                WHERE lot.bucket < change.bucket""");
        rows.execute(sql, """
                UPDATE projection.finance_lot AS lot
                SET used = change.used, expired = change.expired, revoked = change.revoked, bucket = change.bucket
                FROM {rows} AS change
                WHERE lot.account_id = change.account_id AND lot.grant_id = change.grant_id""");
    }
}
