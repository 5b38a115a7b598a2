package dev.creditledger.api.demo;

import dev.creditledger.projections.Page;
import dev.creditledger.projections.usage.Calendar;
import dev.creditledger.projections.usage.DailyUsage;
import dev.creditledger.projections.usage.DayRange;
import dev.creditledger.projections.usage.GroupBy;
import dev.creditledger.projections.usage.UsageQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What all accounts used of a model, as the daily summaries say.
 *
 * @param model with its vendor
 */
record ModelSums(String model, long requests, BigDecimal credits, BigDecimal vendorCostUsd, BigDecimal marginUsd) {

    private static final int PAGE = 200;

    /** Those that cost most first. */
    static List<ModelSums> of(UsageQuery usage) {
        var byModel = new LinkedHashMap<String, ModelSums>();
        days(usage).stream()
                .filter(day -> day.of().model().isPresent())
                .map(ModelSums::of)
                .forEach(day -> byModel.merge(day.model(), day, ModelSums::plus));
        return byModel.values().stream()
                .sorted(Comparator.comparing(ModelSums::credits).reversed())
                .toList();
    }

    private static List<DailyUsage> days(UsageQuery usage) {
        var period = new DayRange(Optional.empty(), Optional.empty(), Calendar.UTC);
        var days = new ArrayList<DailyUsage>();
        Page<DailyUsage> page = usage.daily(GroupBy.MODEL, period, Optional.empty(), PAGE);
        days.addAll(page.data());
        while (page.hasMore()) {
            page = usage.daily(GroupBy.MODEL, period, page.nextCursor(), PAGE);
            days.addAll(page.data());
        }
        return days;
    }

    private static ModelSums of(DailyUsage day) {
        return new ModelSums(
                day.of().vendor().orElse("") + '/' + day.of().model().orElse(""),
                day.sums().requests(),
                day.sums().credits(),
                day.sums().vendorCostUsd(),
                day.sums().marginUsd());
    }

    private ModelSums plus(ModelSums other) {
        return new ModelSums(
                model,
                requests + other.requests,
                credits.add(other.credits),
                vendorCostUsd.add(other.vendorCostUsd),
                marginUsd.add(other.marginUsd));
    }
}
