package dev.creditledger.api.demo;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a demo.
 *
 * @param accounts of this trace, those who used most first
 * @param models of all accounts of the ledger
 * @param took from the first charge sent to the last one answered
 */
record DemoSummary(
        DemoPlan plan,
        ChargeTally charges,
        Duration took,
        List<Usage> accounts,
        List<ModelSums> models,
        IndependentCheck check,
        BooksCheck books,
        AccountStory story) {

    /** What one account has used. */
    record Usage(AccountId account, Credits granted, Credits used, Credits left) {}

    Credits granted() {
        return accounts.stream().map(Usage::granted).reduce(Credits.ZERO, Credits::plus);
    }

    Credits used() {
        return accounts.stream().map(Usage::used).reduce(Credits.ZERO, Credits::plus);
    }

    Credits left() {
        return accounts.stream().map(Usage::left).reduce(Credits.ZERO, Credits::plus);
    }

    boolean passed() {
        return check.passed() && books.passed();
    }

    long answered() {
        return charges.accepted() + charges.chargedEarlier() + charges.refused();
    }

    double commandsPerSecond() {
        return answered() / Math.max(took.toNanos() / 1e9, 1e-3);
    }

    double refusedPercent() {
        return 100.0 * charges.refused() / answered();
    }

    List<Usage> topFive() {
        return accounts.stream().limit(5).toList();
    }

    /** For machines: numbers as JSON writes them. */
    Map<String, @Nullable Object> toMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("trace", plan.name());
        map.put("requests", plan.charges().size());
        map.put("accepted", charges.accepted());
        map.put("chargedEarlier", charges.chargedEarlier());
        map.put("refused", charges.refused());
        map.put("seconds", took.toMillis() / 1000.0);
        map.put("commandsPerSecond", Math.round(commandsPerSecond()));
        map.put("p50Millis", charges.millis(50));
        map.put("p99Millis", charges.millis(99));
        map.put("creditsGranted", granted().toBigDecimal());
        map.put("creditsUsed", used().toBigDecimal());
        map.put("creditsLeft", left().toBigDecimal());
        map.put(
                "topAccounts",
                topFive().stream()
                        .map(usage -> Map.of(
                                "accountId", usage.account().value(),
                                "used", usage.used().toBigDecimal(),
                                "left", usage.left().toBigDecimal()))
                        .toList());
        map.put("accountsByTier", plan.accountsByTier());
        map.put(
                "models",
                models.stream()
                        .map(sums -> Map.of(
                                "model", sums.model(),
                                "requests", sums.requests(),
                                "credits", sums.credits(),
                                "vendorCostUsd", sums.vendorCostUsd(),
                                "marginUsd", sums.marginUsd()))
                        .toList());
        map.put(
                "books",
                Map.of(
                        "trialBalanceDifference", books.difference(),
                        "liability", books.liabilityMoney(),
                        "openLotsWorth", books.lotsMoney(),
                        "passed", books.passed()));
        var checked = new LinkedHashMap<String, Object>();
        checked.put("events", check.events());
        checked.put("accounts", check.accounts());
        checked.put("sumOfEvents", check.sumOfEvents());
        checked.put("sumOfBalances", check.sumOfBalances());
        checked.put("usedInEvents", check.usedInEvents());
        checked.put("usedInSummaries", check.usedInSummaries());
        checked.put("passed", check.passed());
        map.put("independentCheck", checked);
        return map;
    }
}
