package dev.creditledger.projections.usage;

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

    private static final String UPDATE = """
            UPDATE projection.%s AS total
            SET requests = total.requests + used.requests,
                input_tokens = total.input_tokens + used.input_tokens,
                cached_input_tokens = total.cached_input_tokens + used.cached_input_tokens,
                output_tokens = total.output_tokens + used.output_tokens,
                credits = total.credits + used.credits,
                uncovered = total.uncovered + used.uncovered,
                reversed = total.reversed + used.reversed,
                vendor_cost_usd = total.vendor_cost_usd + used.vendor_cost_usd,
                worth_usd = total.worth_usd + used.worth_usd
            FROM {rows} AS used
            WHERE %s total.quarter = used.quarter AND total.feature = used.feature
                AND total.vendor = used.vendor AND total.model = used.model AND total.tier = used.tier
            RETURNING used.place::text""";

    private static final String SUMS = """
            quarter, feature, vendor, model, tier, requests, input_tokens, cached_input_tokens, output_tokens,
            credits, uncovered, reversed, vendor_cost_usd, worth_usd""";

    private static final Table<AccountUsed> ACCOUNTS = new Table<>(
            UPDATE.formatted("account_usage", "total.account_id = used.account_id AND"),
            "INSERT INTO projection.account_usage (account_id, %1$s) SELECT account_id, %1$s FROM {rows} AS used"
                    .formatted(SUMS),
            UsageRows::ofAccounts);

    private static final Table<TotalUsed> ALL = new Table<>(
            UPDATE.formatted("total_usage", ""),
            "INSERT INTO projection.total_usage (%1$s) SELECT %1$s FROM {rows} AS used".formatted(SUMS),
            UsageRows::ofAll);

    private UsageRows() {}

    /** @param place in the batch, by which a statement tells which rows it found */
    private record Placed<R>(long place, R used) {}

    private record Table<R>(
            String update, String insert, Function<Collection<Placed<R>>, MultiRow<Placed<R>>> columns) {

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
                .text("account_id", row -> row.used.key.account())
                .bigint("requests", row -> row.used.requests)
                .bigint("input_tokens", row -> row.used.inputTokens)
                .bigint("cached_input_tokens", row -> row.used.cachedInputTokens)
                .bigint("output_tokens", row -> row.used.outputTokens)
                .bigint("credits", row -> row.used.credits)
                .bigint("uncovered", row -> row.used.uncovered)
                .bigint("reversed", row -> row.used.reversed)
                .numeric("vendor_cost_usd", row -> row.used.vendorCostUsd)
                .numeric("worth_usd", row -> row.used.worthUsd);
    }

    private static MultiRow<Placed<TotalUsed>> ofAll(Collection<Placed<TotalUsed>> rows) {
        return kinds(rows, row -> row.used.kind)
                .bigint("requests", row -> row.used.requests)
                .numeric("input_tokens", row -> row.used.inputTokens)
                .numeric("cached_input_tokens", row -> row.used.cachedInputTokens)
                .numeric("output_tokens", row -> row.used.outputTokens)
                .numeric("credits", row -> row.used.credits)
                .numeric("uncovered", row -> row.used.uncovered)
                .numeric("reversed", row -> row.used.reversed)
                .numeric("vendor_cost_usd", row -> row.used.vendorCostUsd)
                .numeric("worth_usd", row -> row.used.worthUsd);
    }

    private static <R> MultiRow<Placed<R>> kinds(Collection<Placed<R>> rows, Function<Placed<R>, Kind> kind) {
        return MultiRow.of(rows)
                .bigint("place", Placed::place)
                .bigint("quarter", row -> (long) kind.apply(row).quarter())
                .text("feature", row -> kind.apply(row).feature())
                .text("vendor", row -> kind.apply(row).vendor())
                .text("model", row -> kind.apply(row).model())
                .text("tier", row -> kind.apply(row).tier());
    }
}
