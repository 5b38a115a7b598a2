package dev.creditledger.projections.finance;

import static dev.creditledger.projections.schema.Tables.FINANCE_JOURNAL;

import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.finance.Heading;
import dev.creditledger.domain.finance.LedgerAccount;
import dev.creditledger.projections.EnumNames;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.finance.Amounts.Amount;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

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

    /** Reads {@code account, funding, source, since, currency, money, credits} from column {@code first} on. */
    static Map.Entry<Heading, Amount> read(ResultSet row, int first) throws SQLException {
        var since = row.getObject(first + 3, LocalDate.class);
        var heading = new Heading(
                EnumNames.constant(LedgerAccount.class, row.getString(first)),
                constant(Funding.class, row.getString(first + 1)),
                constant(Source.class, row.getString(first + 2)),
                since.equals(LocalDate.MIN) ? Optional.empty() : Optional.of(since),
                Optional.of(row.getString(first + 4)).filter(currency -> !currency.isEmpty()));
        return Map.entry(heading, new Amount(row.getBigDecimal(first + 5), row.getBigDecimal(first + 6)));
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(EnumNames.constant(type, name));
    }
}
