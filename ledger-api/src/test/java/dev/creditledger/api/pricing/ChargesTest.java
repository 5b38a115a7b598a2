package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.ChargeAuditor.credits;
import static dev.creditledger.api.pricing.RandomTraffic.exact;
import static java.time.ZoneOffset.UTC;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.TestLedger;
import dev.creditledger.api.pricing.ChargeAuditor.Prices;
import dev.creditledger.api.pricing.ChargeAuditor.Tokens;
import dev.creditledger.api.pricing.RandomTraffic.Charged;
import dev.creditledger.api.pricing.RandomTraffic.Usage;
import dev.creditledger.log.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Random requests, told at once or later while prices and margins change, beside an independent calculation. */
class ChargesTest {

    /** Quotients of it rarely end, so nearly each charge is rounded. */
    private static final BigDecimal CREDIT_WORTH_USD = new BigDecimal("0.007");

    private static final TestLedger LEDGER =
            TestLedger.on(TestDatabase.fresh(), Map.of("ledger.pricing.credit-worth-usd", CREDIT_WORTH_USD));
    private static final Client ADMIN = LEDGER.admin();
    private static final Client AUDITOR = LEDGER.auditor();
    private static final RandomTraffic TRAFFIC = new RandomTraffic(ADMIN, CREDIT_WORTH_USD, 20_260_724);

    /** Each account's usage ledger before the first change was in the book. */
    private static final Map<String, List<JsonNode>> BEFORE = new HashMap<>();

    @BeforeAll
    static void more_than_a_thousand_requests_while_prices_and_margins_change() {
        TRAFFIC.pass(Duration.ofDays(4));
        TRAFFIC.charge(400);
        accounts().forEach(account -> BEFORE.put(account, all(Client.path(account) + "/usage")));
        TRAFFIC.announceChanges();
        TRAFFIC.charge(150);
        TRAFFIC.pass(Duration.ofDays(2));
        TRAFFIC.charge(350);
        TRAFFIC.pass(Duration.ofDays(3));
        TRAFFIC.charge(200);
    }

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    private static Set<String> accounts() {
        return TRAFFIC.tiers().keySet();
    }

    // --- what is read

    private static List<JsonNode> all(String path) {
        var data = new ArrayList<JsonNode>();
        for (var cursor = ""; ; ) {
            var page = exact(AUDITOR.getAfter(TRAFFIC.last(), path + "?limit=200" + cursor)
                    .expect(200));
            page.path("data").forEach(data::add);
            if (!page.path("hasMore").asBoolean()) {
                return data;
            }
            cursor = "&cursor=" + page.path("nextCursor").asString();
        }
    }

    private static BigDecimal number(JsonNode node, String field) {
        return node.path(field).decimalValue();
    }

    private static Instant time(JsonNode node, String field) {
        return Instant.parse(node.path(field).asString());
    }

    // --- what holds

    @Test
    void the_requests_are_of_every_kind() {
        assertThat(TRAFFIC.charges()).hasSizeGreaterThan(1_000);
        assertThat(TRAFFIC.charges())
                .as("margins in force")
                .map(it -> it.expected().marginVersion())
                .containsAll(TRAFFIC.margins());
        assertThat(TRAFFIC.charges().stream()
                        .filter(it -> it.expected().tier().equals("pro_max"))
                        .map(it -> it.expected().margin().toPlainString()))
                .as("steps")
                .contains("1.4", "1.3", "1.21");
        assertThat(TRAFFIC.charges().stream()
                        .filter(it -> it.expected().tier().equals("enterprise_max"))
                        .map(it -> it.expected().margin().toPlainString())
                        .distinct())
                .as("multipliers that follow the prices")
                .contains("1.1", "1.5", "2.5")
                .hasSizeGreaterThan(10);
        assertThat(TRAFFIC.charges())
                .as("free")
                .anyMatch(it -> it.expected().credits().signum() == 0);
        assertThat(TRAFFIC.charges().stream()
                        .filter(it -> it.occurredAt().isBefore(TRAFFIC.change())
                                && it.bookedAt().isAfter(TRAFFIC.change())
                                && TRAFFIC.changedBy().containsKey(it.usage().model())))
                .as("told after a change, of before it")
                .hasSizeGreaterThan(20);
        assertThat(TRAFFIC.charges())
                .as("at the very instant")
                .anyMatch(it -> it.occurredAt().equals(TRAFFIC.change())
                        && TRAFFIC.changedBy().containsKey(it.usage().model()));
    }

    @Test
    void each_charge_is_to_the_millionth_what_the_independent_calculation_says() {
        assertThat(TRAFFIC.charges().stream()
                        .filter(charged -> !charged.answered().equals(charged.expected()))
                        .limit(5))
                .isEmpty();
    }

    @Test
    void a_change_of_prices_affects_nothing_that_occurred_before_it() {
        assertThat(TRAFFIC.charges())
                .filteredOn(it -> TRAFFIC.changedBy().containsKey(it.usage().model()))
                .allSatisfy(charged -> {
                    var change =
                            TRAFFIC.changedBy().getOrDefault(charged.usage().model(), 0);
                    if (charged.occurredAt().isBefore(TRAFFIC.change())) {
                        assertThat(charged.answered().priceVersion()).isLessThan(change);
                    } else {
                        assertThat(charged.answered().priceVersion()).isGreaterThanOrEqualTo(change);
                    }
                });
    }

    @Test
    void what_was_charged_before_a_change_stays_as_it_was() {
        BEFORE.forEach((account, entries) -> {
            assertThat(entries).isNotEmpty();
            assertThat(all(Client.path(account) + "/usage")).endsWith(entries.toArray(JsonNode[]::new));
        });
    }

    @Test
    void each_charge_is_explained_by_its_entry_in_the_usage_ledger() {
        var margins = all("/api/v1/admin/pricing/margins").stream()
                .flatMap(scope -> scope.path("versions").valueStream())
                .collect(toMap(it -> it.path("version").asInt(), identity()));
        var prices = new HashMap<String, JsonNode>();
        var explained = new HashMap<String, BigDecimal>();
        for (var account : accounts()) {
            for (var entry : all(Client.path(account) + "/usage")) {
                assertExplained(entry);
                var model = entry.path("vendor").asString() + "/"
                        + entry.path("model").asString();
                assertPriced(
                        entry,
                        prices.computeIfAbsent(
                                model,
                                _ -> exact(AUDITOR.get(PricingLedger.MODELS + model)
                                        .expect(200))));
                assertMarkedUp(
                        entry,
                        margins.getOrDefault(entry.path("marginVersion").asInt(), RandomTraffic.EXACT.missingNode()));
                explained.put(entry.path("deductionId").asString(), number(entry, "credits"));
            }
        }
        assertThat(explained).hasSameSizeAs(TRAFFIC.charges());
        assertThat(TRAFFIC.charges())
                .allSatisfy(charged -> assertThat(explained.get(charged.deduction()))
                        .isEqualByComparingTo(charged.expected().credits()));
    }

    /** Tokens × prices are the vendor's cost; that × margin / worth of a credit, rounded up, the credits. */
    private static void assertExplained(JsonNode entry) {
        var tokens = new Tokens(
                entry.path("inputTokens").asLong(),
                entry.path("cachedInputTokens").asLong(),
                entry.path("outputTokens").asLong());
        var cost = number(entry, "vendorCostUsd");
        var worth = number(entry, "creditWorthUsd");
        var credits = number(entry, "credits");
        assertThat(pricesOf(entry, "PerMillion").cost(tokens)).isEqualByComparingTo(cost);
        assertThat(credits(cost, number(entry, "marginMultiplier"), worth))
                .as(entry.toString())
                .isEqualByComparingTo(credits);
        assertThat(credits.multiply(worth).subtract(cost)).isEqualByComparingTo(number(entry, "marginUsd"));
        assertThat(number(entry, "uncovered")).isZero();
    }

    /** The version that it names was in force when it was used, and has its prices. */
    private static void assertPriced(JsonNode entry, JsonNode model) {
        var inForce = model.path("versions")
                .valueStream()
                .filter(version -> !time(version, "effectiveAt").isAfter(time(entry, "occurredAt")))
                .reduce(RandomTraffic.EXACT.missingNode(), (_, later) -> later);
        assertThat(inForce.path("version")).isEqualTo(entry.path("priceVersion"));
        assertThat(pricesOf(inForce.path("prices"), "PerMillionTokens")).isEqualTo(pricesOf(entry, "PerMillion"));
    }

    private static Prices pricesOf(JsonNode node, String per) {
        return new Prices(
                number(node, "inputUsd" + per), number(node, "cachedInputUsd" + per), number(node, "outputUsd" + per));
    }

    private static void assertMarkedUp(JsonNode entry, JsonNode version) {
        var multiplier = number(entry, "marginMultiplier");
        var margin = version.path("margin");
        assertThat(time(version, "effectiveAt")).isBeforeOrEqualTo(time(entry, "occurredAt"));
        switch (margin.path("strategy").asString()) {
            case "tiered" ->
                assertThat(margin.path("steps").valueStream().map(step -> number(step, "multiplier")))
                        .usingElementComparator(BigDecimal::compareTo)
                        .contains(multiplier);
            case "dynamic" -> assertThat(multiplier).isBetween(number(margin, "lowest"), number(margin, "highest"));
            default -> assertThat(multiplier).isEqualByComparingTo(number(margin, "multiplier"));
        }
    }

    @Test
    void the_daily_summaries_are_the_sums_of_what_occurred_on_each_day() {
        for (var account : accounts()) {
            var expected = TRAFFIC.charges().stream()
                    .filter(it -> it.usage().account().equals(account))
                    .collect(toMap(ChargesTest::day, ChargesTest::sums, Sums::plus));

            assertThat(all(Client.path(account) + "/usage/daily"))
                    .map(row -> Map.entry(day(row), sums(row)))
                    .containsExactlyInAnyOrderElementsOf(expected.entrySet());
        }
    }

    @Test
    void usage_told_late_counts_on_the_day_on_which_it_occurred() {
        var account = ADMIN.openWith("1000000");
        var today = TRAFFIC.now().atOffset(UTC).toLocalDate();
        var earlier = today.minusDays(3);
        charged(account, TRAFFIC.now());
        assertThat(requestsByDay(account)).isEqualTo(Map.of(today, 1));

        charged(account, earlier.atStartOfDay().toInstant(UTC));
        charged(account, earlier.plusDays(1).atStartOfDay().toInstant(UTC).minus(1, ChronoUnit.MICROS));
        charged(account, earlier.plusDays(1).atStartOfDay().toInstant(UTC));

        assertThat(requestsByDay(account)).isEqualTo(Map.of(earlier, 2, earlier.plusDays(1), 1, today, 1));
    }

    private static void charged(String account, Instant occurredAt) {
        var model = TRAFFIC.charges().getFirst().usage().model();
        TRAFFIC.single(new Usage(account, model, new Tokens(1_000, 0, 10), Optional.empty(), Optional.of(occurredAt)));
    }

    private static Map<LocalDate, Integer> requestsByDay(String account) {
        return all(Client.path(account) + "/usage/daily").stream()
                .collect(
                        toMap(row -> day(row).day(), row -> row.path("requests").asInt()));
    }

    private record Day(LocalDate day, String feature, String vendor, String model) {}

    private record Sums(long requests, Tokens tokens, BigDecimal credits, BigDecimal vendorCostUsd) {

        Sums {
            credits = credits.stripTrailingZeros();
            vendorCostUsd = vendorCostUsd.stripTrailingZeros();
        }

        Sums plus(Sums other) {
            return new Sums(
                    requests + other.requests,
                    new Tokens(
                            tokens.input() + other.tokens.input(),
                            tokens.cached() + other.tokens.cached(),
                            tokens.output() + other.tokens.output()),
                    credits.add(other.credits),
                    vendorCostUsd.add(other.vendorCostUsd));
        }
    }

    private static Day day(Charged charged) {
        var usage = charged.usage();
        return new Day(
                charged.occurredAt().atOffset(UTC).toLocalDate(),
                usage.feature().orElse("none"),
                usage.model().vendor(),
                usage.model().name());
    }

    private static Sums sums(Charged charged) {
        var expected = charged.expected();
        return new Sums(1, charged.usage().tokens(), expected.credits(), expected.vendorCostUsd());
    }

    private static Day day(JsonNode row) {
        return new Day(
                LocalDate.parse(row.path("day").asString()),
                row.path("feature").asString("none"),
                row.path("vendor").asString(),
                row.path("model").asString());
    }

    private static Sums sums(JsonNode row) {
        return new Sums(
                row.path("requests").asLong(),
                new Tokens(
                        row.path("inputTokens").asLong(),
                        row.path("cachedInputTokens").asLong(),
                        row.path("outputTokens").asLong()),
                number(row, "credits"),
                number(row, "vendorCostUsd"));
    }
}
