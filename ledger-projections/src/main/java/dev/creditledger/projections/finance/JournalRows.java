package dev.creditledger.projections.finance;

import static dev.creditledger.projections.schema.Tables.FINANCE_JOURNAL;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.finance.Heading;
import dev.creditledger.domain.finance.LedgerAccount;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.finance.Amounts.Amount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** What was booked in each bucket of positions. */
record JournalRows(DSLContext sql) {

    private static final String NO_DAY = "-infinity";

    private record Row(long bucket, Heading heading, Amount amount) {}

    void add(long bucket, Amounts amounts) {
        upsert(bucket, amounts);
        // What came and went leaves no row, in however many batches it did.
        sql.deleteFrom(FINANCE_JOURNAL)
                .where(FINANCE_JOURNAL.BUCKET.eq(bucket))
                .and(FINANCE_JOURNAL.MONEY.eq(BigDecimal.ZERO))
                .and(FINANCE_JOURNAL.CREDITS.eq(BigDecimal.ZERO))
                .execute();
    }

    private void upsert(long bucket, Amounts amounts) {
        var rows = amounts.entries().stream()
                .map(entry -> new Row(bucket, entry.getKey(), entry.getValue()))
                .toList();
        MultiRow.of(rows)
                .bigint("bucket", Row::bucket)
                .text("account", row -> EnumNames.of(row.heading().account()))
                .text(
                        "funding",
                        row -> row.heading().funding().map(EnumNames::of).orElse(""))
                .text("source", row -> row.heading().source().map(EnumNames::of).orElse(""))
                .text(
                        "since",
                        row -> row.heading().since().map(LocalDate::toString).orElse(NO_DAY))
                .text("currency", row -> row.heading().currency().orElse(""))
                .numeric("money", row -> row.amount().money())
                .numeric("credits", row -> row.amount().credits())
                .execute(sql, """
                        INSERT INTO projection.finance_journal AS journal (
                            bucket, account, funding, source, since, currency, money, credits)
                        SELECT bucket, account, funding, source, since::date, currency, money, credits
                        FROM {rows} AS booked
                        ON CONFLICT (bucket, account, funding, source, since, currency) DO UPDATE
                        SET money = journal.money + excluded.money, credits = journal.credits + excluded.credits""");
    }

    /** What was booked before a bucket, by heading: rows for {@link #read}. */
    static Select<?> sumsBefore(long bucket) {
        var noDay = DSL.field("date '" + NO_DAY + "'", LocalDate.class);
        return DSL.select(
                        FINANCE_JOURNAL.ACCOUNT,
                        FINANCE_JOURNAL.FUNDING,
                        FINANCE_JOURNAL.SOURCE,
                        DSL.nullif(FINANCE_JOURNAL.SINCE, noDay).as(FINANCE_JOURNAL.SINCE),
                        FINANCE_JOURNAL.CURRENCY,
                        DSL.sum(FINANCE_JOURNAL.MONEY).as(FINANCE_JOURNAL.MONEY),
                        DSL.sum(FINANCE_JOURNAL.CREDITS).as(FINANCE_JOURNAL.CREDITS))
                .from(FINANCE_JOURNAL)
                .where(FINANCE_JOURNAL.BUCKET.lt(bucket))
                .groupBy(
                        FINANCE_JOURNAL.ACCOUNT,
                        FINANCE_JOURNAL.FUNDING,
                        FINANCE_JOURNAL.SOURCE,
                        FINANCE_JOURNAL.SINCE,
                        FINANCE_JOURNAL.CURRENCY);
    }

    /** Empty: there is no sum in the row. */
    static Optional<Map.Entry<Heading, Amount>> read(Record row) {
        return Optional.ofNullable(row.get(FINANCE_JOURNAL.ACCOUNT))
                .map(account -> Map.entry(
                        new Heading(
                                EnumNames.constant(LedgerAccount.class, account),
                                constant(Funding.class, row.get(FINANCE_JOURNAL.FUNDING)),
                                constant(Source.class, row.get(FINANCE_JOURNAL.SOURCE)),
                                Optional.ofNullable(row.get(FINANCE_JOURNAL.SINCE)),
                                Optional.of(row.get(FINANCE_JOURNAL.CURRENCY)).filter(code -> !code.isEmpty())),
                        new Amount(row.get(FINANCE_JOURNAL.MONEY), row.get(FINANCE_JOURNAL.CREDITS))));
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(EnumNames.constant(type, name));
    }
}
