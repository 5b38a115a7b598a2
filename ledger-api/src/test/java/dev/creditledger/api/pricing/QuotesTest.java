package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.PricingLedger.ADMIN;
import static dev.creditledger.api.pricing.PricingLedger.FEATURES;
import static dev.creditledger.api.pricing.PricingLedger.LEDGER;
import static dev.creditledger.api.pricing.PricingLedger.MARGINS;
import static dev.creditledger.api.pricing.PricingLedger.MODELS;
import static dev.creditledger.api.pricing.PricingLedger.QUOTES;
import static dev.creditledger.api.pricing.PricingLedger.USER;
import static dev.creditledger.api.pricing.PricingLedger.feature;
import static dev.creditledger.api.pricing.PricingLedger.fixed;
import static dev.creditledger.api.pricing.PricingLedger.model;
import static dev.creditledger.api.pricing.PricingLedger.number;
import static dev.creditledger.api.pricing.PricingLedger.passLead;
import static dev.creditledger.api.pricing.PricingLedger.put;
import static dev.creditledger.api.pricing.PricingLedger.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Quotes, and prices of named actions. */
class QuotesTest {

    private final String vendor = vendor();
    private final String feature = feature();

    @Test
    void a_quote_says_what_is_charged_and_why() {
        put(MODELS + vendor + "/one", model("0.15", ",\"cachedInputUsdPerMillionTokens\":0.075"))
                .expect(200);
        passLead();
        var tokens = tokens(",\"inputTokens\":4001,\"cachedInputTokens\":1000,\"outputTokens\":750");

        var quote = quote(ADMIN, tokens).expect(200);

        // (3001 × 0.15 + 1000 × 0.075 + 750 × 2) / 10⁶ = 0.00202515 dollars, × 1.5 / 0.01
        assertThat(number(quote, "/vendorCostUsd")).isEqualByComparingTo("0.00202515");
        assertThat(number(quote, "/unrounded")).isEqualByComparingTo("0.3037725");
        assertThat(quote.at("/cut").asBoolean()).isFalse();
        assertThat(number(quote, "/credits")).isEqualByComparingTo("0.303773");
        assertThat(quote.at("/behind/strategy").asString()).isEqualTo("fixed_percentage");
        assertThat(number(quote, "/behind/creditWorthUsd")).isEqualByComparingTo("0.01");
        var charged =
                ADMIN.post(Client.path(ADMIN.openWith("10")) + "/usage", tokens).expect(201);
        assertThat(charged.at("/amount")).isEqualTo(quote.at("/credits"));
        assertThat(charged.at("/priceVersion")).isEqualTo(quote.at("/behind/priceVersion"));
        assertThat(charged.at("/marginVersion")).isEqualTo(quote.at("/behind/marginVersion"));
    }

    @Test
    void what_the_vendor_asks_is_not_for_those_who_are_charged() {
        var quote = "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":10,\"outputTokens\":10}";

        for (var charged : List.of(USER, LEDGER.service())) {
            assertThat(quote(charged, quote).expect(200).text()).doesNotContain("Usd", "multiplier", "behind");
        }
        assertThat(quote(LEDGER.auditor(), quote).expect(200).text()).contains("vendorCostUsd", "multiplier");
    }

    @Test
    void a_quote_for_an_account_is_for_whoever_may_read_it_and_knows_its_month() {
        put(MODELS + vendor + "/one", model("1", "")).expect(200);
        put(
                        MARGINS + "default",
                        "{\"strategy\":\"tiered\",\"steps\":[{\"from\":0,\"multiplier\":2},{\"from\":100,"
                                + "\"multiplier\":1}],\"reason\":\"volume\",\"vendor\":\"" + vendor + "\"}")
                .expect(200);
        passLead();
        var account = ADMIN.openWith("1000");
        var tokens = tokens(",\"inputTokens\":1000000,\"outputTokens\":0");
        var asked = tokens.replace("{", "{\"accountId\":\"" + account + "\",");
        assertThat(number(quote(ADMIN, asked).expect(200), "/credits")).isEqualByComparingTo("200");

        var charged = ADMIN.post(Client.path(account) + "/usage", tokens).expect(201);
        ADMIN.getAfter(charged, Client.path(account)).expect(200);
        var next = quote(ADMIN, asked).expect(200);

        assertThat(number(next, "/usedThisMonth")).isEqualByComparingTo("200");
        assertThat(number(next, "/credits")).isEqualByComparingTo("100");
        assertThat(next.text("tier")).isEqualTo("free");
        assertThat(quote(USER, asked).code()).isEqualTo("not_your_account");
        assertThat(quote(ADMIN, asked.replace(account, "nobody-s")).code()).isEqualTo("account_not_found");
        assertThat(quote(ADMIN, asked.replace("{", "{\"tier\":\"pro\",")).code())
                .isEqualTo("contradictory_fields");
    }

    @Test
    void a_named_action_has_a_price_that_a_tier_may_have_of_its_own() {
        var set = put(
                        FEATURES + feature,
                        "{\"unit\":\"second\",\"credits\":1.5,\"byTier\":{\"pro\":1},\"reason\":\"the launch\"}")
                .expect(200);
        assertThat(quote(USER, "{\"feature\":\"" + feature + "\",\"quantity\":3}")
                        .code())
                .as("not yet")
                .isEqualTo("unknown_feature");
        passLead();

        var quote = quote(USER, "{\"feature\":\"" + feature + "\",\"quantity\":3.5}")
                .expect(200);
        var forPro = quote(USER, "{\"feature\":\"" + feature + "\",\"quantity\":3.5,\"tier\":\"pro\"}")
                .expect(200);

        assertThat(number(quote, "/credits")).isEqualByComparingTo("5.25");
        assertThat(number(forPro, "/credits")).isEqualByComparingTo("3.5");
        assertThat(quote.text("unit")).isEqualTo("second");
        assertThat(quote.at("/priceVersion")).isEqualTo(set.at("/version"));
        var charged = ADMIN.post(
                        Client.path(ADMIN.openWith("10")) + "/deductions",
                        "{\"feature\":\"" + feature + "\",\"quantity\":3.5}")
                .expect(201);
        assertThat(charged.at("/amount")).isEqualTo(quote.at("/credits"));
        assertThat(USER.get("/api/v1/pricing/features?tier=pro&limit=200").text())
                .contains(feature);
        var looked = LEDGER.auditor().get(FEATURES + feature).expect(200);
        assertThat(number(looked, "/versions/0/price/byTier/pro")).isEqualByComparingTo("1");
    }

    @Test
    void some_named_actions_have_a_price_from_the_start() {
        var charged = ADMIN.post(
                        Client.path(ADMIN.openWith("10")) + "/deductions",
                        "{\"feature\":\"audio_upload\",\"quantity\":1}")
                .expect(201);

        assertThat(number(charged, "/amount")).isEqualByComparingTo("2");
    }

    @Test
    void a_price_of_an_action_that_is_none_is_named() {
        var wrong = put(
                        FEATURES + feature,
                        "{\"unit\":\"A unit\",\"credits\":-1,\"byTier\":{\"gold\":1,\"pro\":-2},\"reason\":\"r\"}")
                .expect(400);

        assertThat(wrong.at("/errors")
                        .valueStream()
                        .map(error -> error.path("field").asString()))
                .containsExactlyInAnyOrder("unit", "credits", "byTier.gold", "byTier.pro");
        assertThat(put(FEATURES + "a%20b", "{}").code()).isEqualTo("not_found");
        assertThat(ADMIN.get(FEATURES + "unheard-of-" + feature).code()).isEqualTo("feature_not_found");
    }

    @Test
    void what_is_scheduled_can_be_asked_for_and_the_past_only_as_far_as_usage_may_be_told() {
        var later = Instant.parse(ADMIN.get("/dev/clock").text("now")).plusSeconds(3_600);
        put(MODELS + vendor + "/one", model("1", ",\"effectiveAt\":\"" + later + "\""))
                .expect(200);
        put(MARGINS + "pro", fixed("2", ",\"vendor\":\"" + vendor + "\",\"effectiveAt\":\"" + later + "\""))
                .expect(200);
        var tokens = ",\"tier\":\"pro\",\"inputTokens\":1000000,\"outputTokens\":0";

        assertThat(quote(USER, tokens(tokens)).code()).isEqualTo("unknown_model");
        assertThat(number(
                        quote(USER, tokens(tokens + ",\"occurredAt\":\"" + later + "\""))
                                .expect(200),
                        "/credits"))
                .isEqualByComparingTo("200");
        var early = quote(USER, tokens(tokens + ",\"occurredAt\":\"" + later.minusSeconds(8 * 86_400) + "\""));
        assertThat(early.code()).isEqualTo("contradictory_fields");
    }

    @Test
    void a_quote_of_nothing_is_refused() {
        assertThat(quote(USER, "{}").expect(400).at("/errors")).hasSize(4);
        assertThat(quote(USER, "{\"feature\":\"" + feature + "\"}")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("quantity");
    }

    private static Reply quote(Client client, String body) {
        return client.send("POST", QUOTES, body);
    }

    private String tokens(String more) {
        return "{\"vendor\":\"" + vendor + "\",\"model\":\"one\"" + more + "}";
    }
}
