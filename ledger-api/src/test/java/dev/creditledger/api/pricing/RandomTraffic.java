package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.ChargeAuditor.EVERYBODY;
import static dev.creditledger.api.pricing.ChargeAuditor.dynamic;
import static dev.creditledger.api.pricing.ChargeAuditor.fixed;
import static dev.creditledger.api.pricing.ChargeAuditor.tiered;
import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.pricing.ChargeAuditor.Figures;
import dev.creditledger.api.pricing.ChargeAuditor.Margin;
import dev.creditledger.api.pricing.ChargeAuditor.Model;
import dev.creditledger.api.pricing.ChargeAuditor.Prices;
import dev.creditledger.api.pricing.ChargeAuditor.Scope;
import dev.creditledger.api.pricing.ChargeAuditor.Tokens;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random usage of accounts in all tiers, told at once or later, while prices and margins change; and what each request
 * should cost.
 */
final class RandomTraffic {

    static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int CHANGING_MODELS = 24;

    private final Random random;
    private final Client admin;
    private final ChargeAuditor calculation;
    private final List<Model> models;
    private final List<Model> changing;
    private final Map<Model, Integer> changedBy = new HashMap<>();
    private final List<Integer> margins = new ArrayList<>();
    private final Map<String, String> tiers = new LinkedHashMap<>();
    private final List<Charged> charges = new ArrayList<>();
    private final Instant change;
    private final Instant secondChange;
    private Instant now;
    private Reply last;

    /**
     * On a ledger with prices as they ship.
     *
     * @param admin of that ledger, whose clock is moved
     */
    RandomTraffic(Client admin, BigDecimal creditWorthUsd, long seed) {
        this.random = new Random(seed);
        this.admin = admin;
        this.calculation = new ChargeAuditor(creditWorthUsd);
        this.models = calculation.readPriceList(admin.get(PricingLedger.MODELS + "openai/gpt-4o")
                .expect(200)
                .at("/versions/0/version")
                .asInt());
        var shuffled = new ArrayList<>(models);
        Collections.shuffle(shuffled, random);
        this.changing = List.copyOf(shuffled.subList(0, CHANGING_MODELS));
        var start = start();
        this.change = start.plus(5, ChronoUnit.DAYS);
        this.secondChange = change.plus(36, ChronoUnit.HOURS);
        this.last = moveTo(start);
        this.now = time(last);
        openAccounts();
        setMargins();
    }

    /** A week before the end of a month: the last requests are charged in the next one. */
    private Instant start() {
        return YearMonth.from(time(admin.get("/dev/clock").expect(200)).atOffset(UTC))
                .plusMonths(1)
                .atEndOfMonth()
                .minusDays(7)
                .atTime(10, 0)
                .toInstant(UTC);
    }

    record Usage(String account, Model model, Tokens tokens, Optional<String> feature, Optional<Instant> occurredAt) {

        String fields() {
            return "\"vendor\":\"" + model.vendor() + "\",\"model\":\"" + model.name() + "\",\"inputTokens\":"
                    + tokens.input() + (tokens.cached() == 0 ? "" : ",\"cachedInputTokens\":" + tokens.cached())
                    + ",\"outputTokens\":" + tokens.output()
                    + feature.map(it -> ",\"feature\":\"" + it + "\"").orElse("")
                    + occurredAt.map(it -> ",\"occurredAt\":\"" + it + "\"").orElse("");
        }
    }

    /** @param bookedAt give or take the seconds that the requests take */
    record Charged(Usage usage, Instant occurredAt, Instant bookedAt, Figures expected, JsonNode answer) {

        Figures answered() {
            return new Figures(
                    answer.path("amount").decimalValue(),
                    answer.path("vendorCostUsd").decimalValue(),
                    answer.path("marginMultiplier").decimalValue(),
                    answer.path("priceVersion").asInt(),
                    answer.path("marginVersion").asInt(),
                    answer.path("tier").asString());
        }

        String deduction() {
            return answer.path("deductionId").asString();
        }
    }

    // --- the scene

    /** Two of each tier; one of the free ones has never heard of subscriptions. */
    private void openAccounts() {
        for (var tier : List.of("free", "pro", "pro_max", "enterprise_pro", "enterprise_max", "perpetual")) {
            for (var nth : List.of("-1", "-2")) {
                var account = admin.open(tier + nth);
                admin.grant(account, "900000000");
                if (!account.equals("free-2")) {
                    admin.send(
                                    "PUT",
                                    Client.path(account) + "/subscription",
                                    "{\"tier\":\"" + tier + "\",\"status\":\"active\"}")
                            .expect(200);
                }
                tiers.put(account, tier);
            }
        }
    }

    private void setMargins() {
        var one = changing.get(0);
        var other = changing.get(1);
        calculation.margin(new Scope(EVERYBODY, "", ""), 1, Instant.EPOCH, fixed("1.5"));
        fixedMargin(new Scope(EVERYBODY, "cohere", ""), "1.37", "");
        fixedMargin(new Scope(EVERYBODY, one.vendor(), one.name()), "2.000001", "");
        fixedMargin(new Scope("pro", "", ""), "1.333333", "");
        fixedMargin(new Scope("pro", "anthropic", ""), "1.25", "");
        fixedMargin(new Scope("pro", other.vendor(), other.name()), "1.111111", "");
        fixedMargin(new Scope("enterprise_pro", "", ""), "1.2", "");
        fixedMargin(new Scope("perpetual", "", ""), "0.9", ",\"allowLoss\":true");
        margin(
                new Scope("pro_max", "", ""),
                "\"strategy\":\"tiered\",\"steps\":[{\"from\":0,\"multiplier\":1.4},{\"from\":250,\"multiplier\":1.3},"
                        + "{\"from\":100000.5,\"multiplier\":1.21}]",
                tiered(Map.of("0", "1.4", "250", "1.3", "100000.5", "1.21")));
        margin(
                new Scope("enterprise_max", "", ""),
                "\"strategy\":\"dynamic\",\"multiplier\":1.5,\"lowest\":1.1,\"highest\":2.5,\"floor\":600,\"ceiling\":1900",
                dynamic("1.5", "1.1", "2.5", "600", "1900"));
    }

    /** Before they are in force: what is charged until then knows nothing of them. */
    void announceChanges() {
        for (var model : changing) {
            changedBy.put(model, announce(model, change));
            if (random.nextBoolean()) {
                announce(model, secondChange);
            }
        }
        fixedMargin(new Scope("enterprise_pro", "", ""), "1.15", ",\"effectiveAt\":\"" + change + "\"");
        fixedMargin(new Scope(EVERYBODY, "cohere", ""), "1.77", ",\"effectiveAt\":\"" + secondChange + "\"");
    }

    private int announce(Model model, Instant from) {
        var free = random.nextInt(8) == 0;
        var input = free ? BigDecimal.ZERO : price();
        var output = free ? BigDecimal.ZERO : price();
        var cached = free || random.nextBoolean() ? Optional.<BigDecimal>empty() : Optional.of(price());
        var body = "{\"kind\":\"" + model.kind() + "\",\"inputUsdPerMillionTokens\":" + input.toPlainString()
                + cached.map(it -> ",\"cachedInputUsdPerMillionTokens\":" + it.toPlainString())
                        .orElse("")
                + ",\"outputUsdPerMillionTokens\":" + output.toPlainString() + ",\"effectiveAt\":\"" + from
                + "\",\"reason\":\"a new list\"}";
        var version = admin.send("PUT", PricingLedger.MODELS + model.vendor() + "/" + model.name(), body)
                .expect(200)
                .at("/version")
                .asInt();
        calculation.price(model, version, from, new Prices(input, cached.orElse(input), output));
        return version;
    }

    /** Up to 20 dollars, with all decimals that a price may have. */
    private BigDecimal price() {
        return BigDecimal.valueOf(random.nextLong(20_000_000_000L), 9);
    }

    private void fixedMargin(Scope scope, String multiplier, String more) {
        margin(scope, "\"strategy\":\"fixed_percentage\",\"multiplier\":" + multiplier + more, fixed(multiplier));
    }

    private void margin(Scope scope, String fields, Margin margin) {
        var of = (scope.vendor().isEmpty() ? "" : ",\"vendor\":\"" + scope.vendor() + "\"")
                + (scope.model().isEmpty() ? "" : ",\"model\":\"" + scope.model() + "\"");
        var set = admin.send(
                        "PUT", PricingLedger.MARGINS + scope.tier(), "{" + fields + of + ",\"reason\":\"an offer\"}")
                .expect(200);
        margins.add(set.at("/version").asInt());
        calculation.margin(scope, set.at("/version").asInt(), Instant.parse(set.text("effectiveAt")), margin);
    }

    void pass(Duration time) {
        last = moveTo(now.plus(time));
        now = time(last);
    }

    private Reply moveTo(Instant time) {
        return admin.send("POST", "/dev/clock", "{\"set\":\"" + time + "\"}").expect(200);
    }

    private static Instant time(Reply clock) {
        return Instant.parse(clock.text("now"));
    }

    // --- requests

    /** One by one, or some in a batch. */
    void charge(int requests) {
        for (var sent = 0; sent < requests; ) {
            var some = Stream.generate(this::usage)
                    .limit(random.nextInt(3) == 0 ? random.nextInt(2, 60) : 1)
                    .toList();
            var answers = some.size() == 1 ? List.of(single(some.getFirst())) : batch(some);
            for (var i = 0; i < some.size(); i++) {
                var usage = some.get(i);
                var occurredAt = usage.occurredAt().orElse(now);
                var tier = tiers.getOrDefault(usage.account(), "");
                var expected =
                        calculation.charge(usage.account(), tier, usage.model(), usage.tokens(), occurredAt, now);
                charges.add(new Charged(usage, occurredAt, now, expected, answers.get(i)));
            }
            sent += some.size();
        }
    }

    JsonNode single(Usage usage) {
        last = admin.post(Client.path(usage.account()) + "/usage", "{" + usage.fields() + "}")
                .expect(201);
        return exact(last);
    }

    private List<JsonNode> batch(List<Usage> some) {
        var items = some.stream()
                .map(usage -> "{\"idempotencyKey\":\"" + UUID.randomUUID() + "\",\"accountId\":\"" + usage.account()
                        + "\",\"kind\":\"usage\"," + usage.fields() + "}")
                .collect(joining(","));
        last = admin.without("Idempotency-Key")
                .send("POST", "/api/v1/batches", "{\"items\":[" + items + "]}")
                .expect(200);
        var results = exact(last).path("results").valueStream().toList();
        assertThat(results)
                .allSatisfy(result -> assertThat(result.path("status").asInt())
                        .as(result.toString())
                        .isEqualTo(201));
        return results;
    }

    private Usage usage() {
        var input = tokens();
        var cached = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> input;
            default -> random.nextLong(input + 1);
        };
        return new Usage(
                any(List.copyOf(tiers.keySet())),
                any(random.nextBoolean() ? models : changing),
                new Tokens(input, cached, tokens()),
                any(List.of(Optional.empty(), Optional.of("chat"), Optional.of("search"))),
                occurredAt());
    }

    private long tokens() {
        return switch (random.nextInt(30)) {
            case 0, 1 -> 0;
            case 2, 3, 4 -> 1;
            case 5 -> random.nextLong(1_000_000_001);
            case 6, 7 -> random.nextLong(1_000_000);
            default -> random.nextLong(10_000);
        };
    }

    /** Just now, at any time that may still be told, or around a change. */
    private Optional<Instant> occurredAt() {
        var told = switch (random.nextInt(4)) {
            case 0 -> now.minus(Duration.ofMinutes(random.nextLong(7 * 24 * 60 - 5)));
            case 1 -> any(List.of(change, secondChange)).plus(random.nextInt(-1, 2), ChronoUnit.MICROS);
            default -> Instant.MAX;
        };
        return told.isAfter(now) ? Optional.empty() : Optional.of(told);
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    // --- what came of it

    Instant change() {
        return change;
    }

    Instant now() {
        return now;
    }

    /** By account. */
    Map<String, String> tiers() {
        return tiers;
    }

    List<Charged> charges() {
        return charges;
    }

    /** The versions of all margins that were set. */
    List<Integer> margins() {
        return margins;
    }

    /** The version that changed the model's prices, of those that have changed. */
    Map<Model, Integer> changedBy() {
        return changedBy;
    }

    /** The last answer; what is read after it is complete. */
    Reply last() {
        return last;
    }

    static JsonNode exact(Reply reply) {
        return EXACT.readTree(reply.text());
    }
}
