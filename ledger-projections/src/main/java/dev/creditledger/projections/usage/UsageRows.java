package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.ACCOUNT_USAGE;
import static dev.creditledger.projections.schema.Tables.TOTAL_USAGE;

import dev.creditledger.projections.MultiRow;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.DSLContext;

/**
 * Writes usage. First the rows that are there, which are nearly all; then those that are not: each quarter of an hour has
 * some of them all along. One statement for both costs half as much again.
 */
final class UsageRows {

    private static final Rows<AccountUsed> ACCOUNTS = new Rows<>(UsageTable.OF_ACCOUNTS, UsageRows::ofAccounts);
    private static final Rows<TotalUsed> ALL = new Rows<>(UsageTable.OF_ALL, UsageRows::ofAll);

    private UsageRows() {}

    /** @param place in the batch, by which a statement tells which rows it found */
    private record Placed<R>(long place, R used) {}

    private record Rows<R>(String update, String insert, Function<Collection<Placed<R>>, MultiRow<Placed<R>>> columns) {

        Rows(UsageTable table, Function<Collection<Placed<R>>, MultiRow<Placed<R>>> columns) {
            this(table.update(), table.insert(), columns);
        }

        void write(DSLContext sql, List<R> used) {
            var rows = IntStream.range(0, used.size())
                    .mapToObj(place -> new Placed<>(place, used.get(place)))
                    .toList();
            var missing = new boolean[rows.size()];
            Arrays.fill(missing, true);
            columns.apply(rows).fetch(sql, update).forEach(place -> missing[Integer.parseInt(place)] = false);
            columns.apply(rows.stream()
                            .filter(row -> missing[(int) row.place()])
                            .toList())
                    .execute(sql, insert);
        }
    }

    static void write(DSLContext sql, Collection<AccountUsed> used) {
        Map<Kind, TotalUsed> totals = new HashMap<>();
        used.forEach(
                row -> totals.computeIfAbsent(row.key.kind(), TotalUsed::new).add(row));
        ACCOUNTS.write(sql, List.copyOf(used));
        ALL.write(sql, List.copyOf(totals.values()));
    }

    private static MultiRow<Placed<AccountUsed>> ofAccounts(Collection<Placed<AccountUsed>> rows) {
        return kinds(rows, row -> row.used.key.kind())
                .text(ACCOUNT_USAGE.ACCOUNT_ID, row -> row.used.key.account())
                .bigint(ACCOUNT_USAGE.REQUESTS, row -> row.used.requests)
                .bigint(ACCOUNT_USAGE.INPUT_TOKENS, row -> row.used.inputTokens)
                .bigint(ACCOUNT_USAGE.CACHED_INPUT_TOKENS, row -> row.used.cachedInputTokens)
                .bigint(ACCOUNT_USAGE.OUTPUT_TOKENS, row -> row.used.outputTokens)
                .bigint(ACCOUNT_USAGE.CREDITS, row -> row.used.credits)
                .bigint(ACCOUNT_USAGE.UNCOVERED, row -> row.used.uncovered)
                .bigint(ACCOUNT_USAGE.REVERSED, row -> row.used.reversed)
                .numeric(ACCOUNT_USAGE.VENDOR_COST_USD, row -> row.used.vendorCostUsd)
                .numeric(ACCOUNT_USAGE.WORTH_USD, row -> row.used.worthUsd);
    }

    private static MultiRow<Placed<TotalUsed>> ofAll(Collection<Placed<TotalUsed>> rows) {
        return kinds(rows, row -> row.used.kind)
                .bigint(TOTAL_USAGE.REQUESTS, row -> row.used.requests)
                .numeric(TOTAL_USAGE.INPUT_TOKENS, row -> row.used.inputTokens)
                .numeric(TOTAL_USAGE.CACHED_INPUT_TOKENS, row -> row.used.cachedInputTokens)
                .numeric(TOTAL_USAGE.OUTPUT_TOKENS, row -> row.used.outputTokens)
                .numeric(TOTAL_USAGE.CREDITS, row -> row.used.credits)
                .numeric(TOTAL_USAGE.UNCOVERED, row -> row.used.uncovered)
                .numeric(TOTAL_USAGE.REVERSED, row -> row.used.reversed)
                .numeric(TOTAL_USAGE.VENDOR_COST_USD, row -> row.used.vendorCostUsd)
                .numeric(TOTAL_USAGE.WORTH_USD, row -> row.used.worthUsd);
    }

    private static <R> MultiRow<Placed<R>> kinds(Collection<Placed<R>> rows, Function<Placed<R>, Kind> kind) {
        return MultiRow.of(rows)
                .bigint("place", Placed::place)
                .integer(TOTAL_USAGE.QUARTER, row -> kind.apply(row).quarter())
                .text(TOTAL_USAGE.FEATURE, row -> kind.apply(row).feature())
                .text(TOTAL_USAGE.VENDOR, row -> kind.apply(row).vendor())
                .text(TOTAL_USAGE.MODEL, row -> kind.apply(row).model())
                .text(TOTAL_USAGE.TIER, row -> kind.apply(row).tier());
    }
}
