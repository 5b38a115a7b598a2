package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.PricingLedger.ADMIN;
import static dev.creditledger.api.pricing.PricingLedger.LEDGER;
import static dev.creditledger.api.pricing.PricingLedger.MARGINS;
import static dev.creditledger.api.pricing.PricingLedger.MODELS;
import static dev.creditledger.api.pricing.PricingLedger.QUOTES;
import static dev.creditledger.api.pricing.PricingLedger.fixed;
import static dev.creditledger.api.pricing.PricingLedger.model;
import static dev.creditledger.api.pricing.PricingLedger.number;
import static dev.creditledger.api.pricing.PricingLedger.passLead;
import static dev.creditledger.api.pricing.PricingLedger.put;
import static dev.creditledger.api.pricing.PricingLedger.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginsTest {

    private final String vendor = vendor();

    @BeforeEach
    void one_model() {
        put(MODELS + vendor + "/one", model("1", "")).expect(200);
    }

    @Test
    void the_narrowest_margin_counts() {
        put(MARGINS + "default", fixed("1.4", of(""))).expect(200);
        put(MARGINS + "pro", fixed("1.3", of(""))).expect(200);
        put(MARGINS + "pro", fixed("1.2", of("one"))).expect(200);
        passLead();

        assertThat(multiplier("free")).isEqualTo("1.4");
        assertThat(multiplier("pro")).isEqualTo("1.2");
    }

    @Test
    void a_margin_may_follow_what_was_used_or_what_the_vendor_asks() {
        var tiered = put(
                        MARGINS + "pro",
                        "{\"strategy\":\"tiered\",\"steps\":[{\"from\":0,\"multiplier\":1.7},"
                                + "{\"from\":1000,\"multiplier\":1.2}],\"reason\":\"volume\"" + of("") + "}")
                .expect(200);
        put(
                        MARGINS + "free",
                        "{\"strategy\":\"dynamic\",\"multiplier\":1.5,\"lowest\":1.1,\"highest\":3,\"floor\":600,"
                                + "\"ceiling\":900,\"reason\":\"a band\"" + of("") + "}")
                .expect(200);
        passLead();

        assertThat(tiered.at("/after/steps/1/multiplier").decimalValue()).isEqualByComparingTo("1.2");
        assertThat(multiplier("pro")).isEqualTo("1.7");
        assertThat(multiplier("free")).as("600 credits for 3 dollars").isEqualTo("2");
    }

    @Test
    void below_one_must_be_meant() {
        var refused = put(MARGINS + "pro", fixed("0.9", of(""))).expect(422);
        assertThat(refused.code()).isEqualTo("margin_loses");
        assertThat(number(refused, "/lowest")).isEqualByComparingTo("0.9");

        var meant = put(MARGINS + "pro", fixed("0.9", of("") + ",\"allowLoss\":true"))
                .expect(200);
        assertThat(meant.at("/allowLoss").asBoolean()).isTrue();
    }

    @Test
    void the_history_says_who_and_why_and_what_was_before() {
        put(MARGINS + "pro", fixed("1.4", of(""))).expect(200);
        passLead();
        var set = put(MARGINS + "pro", fixed("1.6", of("")).replace("a test", "spring prices"))
                .expect(200);

        var history = LEDGER.auditor().get(MARGINS + "history?limit=1").expect(200);

        var change = history.at("/data/0");
        assertThat(change.path("reason").asString()).isEqualTo("spring prices");
        assertThat(change.at("/by/subject").asString()).isEqualTo("the-admin");
        assertThat(change.at("/by/role").asString()).isEqualTo("admin");
        assertThat(change.at("/before/multiplier").decimalValue()).isEqualByComparingTo("1.4");
        assertThat(change.at("/after/multiplier").decimalValue()).isEqualByComparingTo("1.6");
        assertThat(change.path("effectiveAt").asString()).isEqualTo(set.text("effectiveAt"));
        assertThat(change.path("position").asLong())
                .isEqualTo(set.at("/position").asLong());
        var next = LEDGER.auditor()
                .get(MARGINS + "history?limit=1&cursor=" + history.text("nextCursor"))
                .expect(200);
        assertThat(next.at("/data/0/after/multiplier").decimalValue()).isEqualByComparingTo("1.4");
        assertThat(LEDGER.auditor()
                        .with(
                                "Ledger-At-Least",
                                set.header("Ledger-Consistency-Token").orElseThrow())
                        .get(MARGINS + "history")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_scheduled_is_listed_and_leaves_the_present_alone() {
        var later = Instant.parse(ADMIN.get("/dev/clock").text("now")).plusSeconds(86_400);
        put(MARGINS + "pro", fixed("1.9", of("") + ",\"effectiveAt\":\"" + later + "\""))
                .expect(200);
        passLead();

        assertThat(multiplier("pro")).isEqualTo("1.5");
        assertThat(LEDGER.auditor()
                        .get("/api/v1/admin/pricing/margins?limit=200")
                        .expect(200)
                        .text())
                .contains(vendor, later.toString());
        var overlapping = put(MARGINS + "pro", fixed("1.8", of(""))).expect(409);
        assertThat(overlapping.code()).isEqualTo("versions_overlap");
        assertThat(overlapping.text("what")).isEqualTo("pro, " + vendor);
    }

    @Test
    void the_same_margin_again_changes_nothing() {
        put(MARGINS + "pro", fixed("1.4", of(""))).expect(200);
        passLead();

        var again = put(MARGINS + "pro", fixed("1.40", of(""))).expect(200);
        assertThat(again.at("/changed").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "strategy":"fixed_percentage"                                        | 400 | multiplier
                    "strategy":"fixed_percentage","multiplier":0                         | 400 | multiplier
                    "strategy":"fixed_percentage","multiplier":1000.1                    | 400 | multiplier
                    "strategy":"fixed_percentage","multiplier":1.0000001                 | 400 | multiplier
                    "strategy":"haggling"                                                | 400 | strategy
                    "strategy":"fixed_percentage","multiplier":2,"steps":[]              | 422 | steps
                    "strategy":"fixed_percentage","multiplier":2,"model":"one"           | 422 | model
                    "strategy":"tiered"                                                  | 400 | steps
                    "strategy":"tiered","steps":[{"from":1,"multiplier":2}]              | 422 | steps
                    "strategy":"tiered","steps":[{"from":0,"multiplier":2,"to":1}]       | 400 | steps[0].to
                    "strategy":"tiered","steps":[{"from":0,"multiplier":2},{"from":0,"multiplier":3}] | 422 | steps[1].from
                    "strategy":"dynamic","multiplier":2,"lowest":3,"highest":4,"floor":1,"ceiling":2 | 422 | multiplier
                    "strategy":"dynamic","multiplier":2,"lowest":1,"highest":4,"floor":3,"ceiling":2 | 422 | floor
                    """)
    void what_is_wrong_with_a_margin_is_named(String fields, int status, String field) {
        var reply =
                put(MARGINS + "pro", "{" + fields + ",\"reason\":\"a test\"}").expect(status);

        assertThat(reply.at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void a_tier_that_is_none_leads_nowhere() {
        assertThat(put(MARGINS + "gold", fixed("2", "")).expect(404).text("detail"))
                .contains("enterprise_max");
    }

    private String of(String model) {
        return ",\"vendor\":\"" + vendor + "\"" + (model.isEmpty() ? "" : ",\"model\":\"" + model + "\"");
    }

    private String multiplier(String tier) {
        return number(
                        ADMIN.send(
                                        "POST",
                                        QUOTES,
                                        "{\"tier\":\"" + tier + "\",\"vendor\":\"" + vendor
                                                + "\",\"model\":\"one\",\"inputTokens\":1,\"outputTokens\":0}")
                                .expect(200),
                        "/behind/multiplier")
                .stripTrailingZeros()
                .toPlainString();
    }
}
