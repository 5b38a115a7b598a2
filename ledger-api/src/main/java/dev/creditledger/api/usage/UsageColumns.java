package dev.creditledger.api.usage;

import dev.creditledger.api.list.Column;
import dev.creditledger.api.security.Access;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.projections.usage.DailyUsage;
import dev.creditledger.projections.usage.Facet;
import dev.creditledger.projections.usage.UsageEntry;
import dev.creditledger.projections.usage.UsageSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is told of usage. What the vendors ask for it, and what is earned by it, is not for those who are charged. */
final class UsageColumns {

    private UsageColumns() {}

    /** @param facets what a day is told apart by */
    static List<Column<DailyUsage>> daily(List<Facet> facets, Access reader) {
        var columns = new ArrayList<Column<DailyUsage>>();
        columns.add(Column.of("day", DailyUsage::day));
        facets.forEach(facet -> columns.add(Column.maybe(name(facet), facet::of)));
        columns.addAll(List.of(
                sum("requests", UsageSums::requests),
                sum("inputTokens", UsageSums::inputTokens),
                sum("cachedInputTokens", UsageSums::cachedInputTokens),
                sum("outputTokens", UsageSums::outputTokens),
                sum("credits", UsageSums::credits),
                sum("uncovered", UsageSums::uncovered),
                sum("reversed", UsageSums::reversed)));
        if (reader.seesCosts()) {
            columns.addAll(List.of(
                    sum("vendorCostUsd", UsageSums::vendorCostUsd),
                    sum("worthUsd", UsageSums::worthUsd),
                    sum("marginUsd", UsageSums::marginUsd)));
        }
        return columns;
    }

    private static String name(Facet facet) {
        return facet == Facet.ACCOUNT ? "accountId" : EnumNames.of(facet);
    }

    private static Column<DailyUsage> sum(String name, Function<UsageSums, ?> sum) {
        return Column.of(name, usage -> sum.apply(usage.sums()));
    }

    static List<Column<UsageEntry>> entries(Access reader) {
        var told = Stream.of(
                Column.of("accountId", UsageEntry::account),
                Column.of("deductionId", UsageEntry::deduction),
                Column.of("type", UsageEntry::type),
                Column.maybe("feature", UsageEntry::feature),
                ofUsage("vendor", TokenUsage::vendor),
                ofUsage("model", TokenUsage::model),
                ofUsage("inputTokens", TokenUsage::inputTokens),
                ofUsage("cachedInputTokens", TokenUsage::cachedInputTokens),
                ofUsage("outputTokens", TokenUsage::outputTokens),
                ofAction("unit", FeatureUse::unit),
                ofAction("quantity", FeatureUse::quantity),
                ofAction("creditsPerUnit", FeatureUse::creditsPerUnit),
                Column.maybe("tier", UsageColumns::tier),
                Column.maybe("priceVersion", UsageColumns::priceVersion),
                ofRating("marginVersion", RatedUsage::marginVersion),
                Column.of("credits", UsageEntry::credits),
                Column.of("uncovered", UsageEntry::uncovered),
                Column.of("occurredAt", UsageEntry::occurredAt),
                Column.of("bookedAt", UsageEntry::bookedAt),
                Column.of("position", UsageEntry::position));
        var costs = Stream.of(
                ofRating("inputUsdPerMillion", rated -> rated.prices().inputUsdPerMillion()),
                ofRating("cachedInputUsdPerMillion", rated -> rated.prices().cachedInputUsdPerMillion()),
                ofRating("outputUsdPerMillion", rated -> rated.prices().outputUsdPerMillion()),
                ofRating("vendorCostUsd", RatedUsage::vendorCostUsd),
                ofRating("marginMultiplier", RatedUsage::margin),
                ofRating("creditWorthUsd", RatedUsage::creditWorthUsd),
                ofRating("marginUsd", RatedUsage::marginUsd));
        return reader.seesCosts() ? Stream.concat(told, costs).toList() : told.toList();
    }

    private static Column<UsageEntry> ofRating(String name, Function<RatedUsage, ?> value) {
        return Column.maybe(name, entry -> entry.tokens().map(value));
    }

    private static Column<UsageEntry> ofUsage(String name, Function<TokenUsage, ?> value) {
        return ofRating(name, rated -> value.apply(rated.tokens()));
    }

    private static Column<UsageEntry> ofAction(String name, Function<FeatureUse, ?> value) {
        return Column.maybe(name, entry -> entry.action().map(value));
    }

    private static Optional<Tier> tier(UsageEntry entry) {
        return entry.tokens().map(RatedUsage::tier).or(() -> entry.action().map(FeatureUse::tier));
    }

    private static Optional<Integer> priceVersion(UsageEntry entry) {
        return entry.tokens()
                .map(RatedUsage::priceVersion)
                .or(() -> entry.action().map(FeatureUse::priceVersion));
    }
}
