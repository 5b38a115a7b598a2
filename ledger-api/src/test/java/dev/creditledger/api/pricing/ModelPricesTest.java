package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.PricingLedger.ADMIN;
import static dev.creditledger.api.pricing.PricingLedger.LEDGER;
import static dev.creditledger.api.pricing.PricingLedger.MODELS;
import static dev.creditledger.api.pricing.PricingLedger.USER;
import static dev.creditledger.api.pricing.PricingLedger.advance;
import static dev.creditledger.api.pricing.PricingLedger.model;
import static dev.creditledger.api.pricing.PricingLedger.number;
import static dev.creditledger.api.pricing.PricingLedger.passLead;
import static dev.creditledger.api.pricing.PricingLedger.put;
import static dev.creditledger.api.pricing.PricingLedger.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPricesTest {

    private final String vendor = vendor();
    private final String path = MODELS + vendor + "/one";

    @Test
    void a_price_change_affects_nothing_that_occurred_before_it() {
        var account = ADMIN.openWith("10000");
        put(path, model("1", "")).expect(200);
        assertThat(usage(account, "").code()).isEqualTo("unknown_model");
        passLead();
        var first = usage(account, "").expect(201);
        assertThat(number(first, "/amount")).isEqualByComparingTo("150");

        var change = now().plus(Duration.ofHours(1));
        var changed =
                put(path, model("2", ",\"effectiveAt\":\"" + change + "\"")).expect(200);
        assertThat(number(usage(account, "").expect(201), "/amount")).isEqualByComparingTo("150");
        advance("PT1H");

        var late = usage(account, ",\"occurredAt\":\"" + change.minusNanos(1_000) + "\"")
                .expect(201);
        assertThat(number(late, "/amount")).isEqualByComparingTo("150");
        assertThat(late.at("/priceVersion")).isEqualTo(first.at("/priceVersion"));
        var dearer = usage(account, ",\"occurredAt\":\"" + change + "\"").expect(201);
        assertThat(number(dearer, "/amount")).isEqualByComparingTo("300");
        assertThat(dearer.at("/priceVersion")).isEqualTo(changed.at("/version"));
    }

    @Test
    void a_change_says_what_was_before_and_from_when_on_it_applies() {
        var first =
                put(path, model("1", ",\"cachedInputUsdPerMillionTokens\":0.5")).expect(200);
        assertThat(first.at("/before").isNull()).isTrue();
        assertThat(number(first, "/after/cachedInputUsdPerMillionTokens")).isEqualByComparingTo("0.5");
        assertThat(Instant.parse(first.text("effectiveAt"))).isAfterOrEqualTo(now().plusSeconds(1));
        passLead();

        var second = put(path, model("2", "")).expect(200);

        assertThat(number(second, "/before/inputUsdPerMillionTokens")).isEqualByComparingTo("1");
        assertThat(number(second, "/after/cachedInputUsdPerMillionTokens")).isEqualByComparingTo("2");
        assertThat(second.at("/version").asInt())
                .isGreaterThan(first.at("/version").asInt());
        assertThat(second.at("/position").asLong()).isPositive();
        assertThat(second.header("Ledger-Consistency-Token")).isPresent();
        assertThat(ADMIN.get(path).expect(200).at("/versions")).hasSize(2);
    }

    @Test
    void the_same_price_again_changes_nothing() {
        var first = put(path, model("1", "")).expect(200);
        passLead();

        var again = put(path, model("1.00", "")).expect(200);

        assertThat(again.at("/changed").asBoolean()).isFalse();
        assertThat(again.at("/version")).isEqualTo(first.at("/version"));
        assertThat(again.at("/effectiveAt")).isEqualTo(first.at("/effectiveAt"));
        assertThat(again.body().has("position")).isFalse();
    }

    @Test
    void a_key_has_its_effect_once() {
        var keyed = ADMIN.with("Idempotency-Key", UUID.randomUUID().toString());
        var first = keyed.send("PUT", path, model("1", "")).expect(200);
        passLead();
        put(path, model("2", "")).expect(200);

        var again = keyed.send("PUT", path, model("1", "")).expect(200);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotent-Replayed")).hasValue("true");
        assertThat(keyed.send("PUT", path, model("3", "")).code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void a_retired_model_is_unknown_from_then_on_and_can_come_back() {
        var account = ADMIN.openWith("1000");
        put(path, model("1", "")).expect(200);
        passLead();

        var retired = ADMIN.send("DELETE", path, "{\"reason\":\"the vendor ends it\"}")
                .expect(200);
        usage(account, "").expect(201);
        passLead();

        assertThat(retired.at("/after").isNull()).isTrue();
        assertThat(usage(account, "").code()).isEqualTo("unknown_model");
        var gone = ADMIN.send("DELETE", path, "{\"reason\":\"again\"}").expect(404);
        assertThat(gone.code()).isEqualTo("model_not_priced");
        assertThat(gone.body().has("near")).isTrue();
        put(path, model("1", "")).expect(200);
        passLead();
        usage(account, "").expect(201);
    }

    @Test
    void a_version_in_the_past_is_refused_and_the_earliest_instant_told() {
        var reply = put(path, model("1", ",\"effectiveAt\":\"" + now() + "\"")).expect(422);

        assertThat(reply.code()).isEqualTo("version_in_the_past");
        assertThat(Instant.parse(reply.text("earliest"))).isAfter(now());
    }

    @Test
    void versions_do_not_overlap() {
        var from = now().plus(Duration.ofDays(2));
        var first = put(path, model("1", ",\"effectiveAt\":\"" + from + "\"")).expect(200);

        var reply = put(path, model("2", ",\"effectiveAt\":\"" + from.minusSeconds(60) + "\""))
                .expect(409);
        assertThat(reply.code()).isEqualTo("versions_overlap");
        assertThat(reply.at("/version")).isEqualTo(first.at("/version"));
        assertThat(reply.text("begins")).isEqualTo(from.toString());
        assertThat(put(path, model("1", "")).code()).as("the same, but earlier").isEqualTo("versions_overlap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -1           | must not be negative
                    1e2          | must be written without an exponent
                    0.0000000001 | must have at most 9 decimals
                    1000000      | must be at most 999999
                    """)
    void a_price_that_is_none_is_named(String price, String complaint) {
        var reply = put(path, model(price, "")).expect(400);

        assertThat(reply.at("/errors/0/field").asString()).isEqualTo("inputUsdPerMillionTokens");
        assertThat(reply.at("/errors/0/detail").asString()).isEqualTo(complaint);
    }

    @Test
    void a_request_costs_no_more_than_an_amount_can_be() {
        var reply = put(path, model("900000", "")).expect(422);

        assertThat(reply.code()).isEqualTo("too_dear");
        assertThat(reply.text("model")).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta.llama3-1-8b-instruct-v1:0", "llama/4-scout", "a+b@c", "UPPER_case.v1"})
    void a_path_carries_every_name(String name) {
        var reply = put(MODELS + vendor + "/" + name, model("1", "")).expect(200);

        assertThat(reply.text("model")).isEqualTo(name);
        assertThat(ADMIN.get(MODELS + vendor + "/" + name).expect(200).text("model"))
                .isEqualTo(name);
    }

    @Test
    void a_path_that_names_no_model_leads_nowhere() {
        assertThat(put(MODELS + vendor + "/a%20b", model("1", "")).code()).isEqualTo("not_found");
        assertThat(put(MODELS + vendor + "/", model("1", "")).code()).isEqualTo("not_found");
        assertThat(ADMIN.get(MODELS + vendor + "/unheard-of").code()).isEqualTo("model_not_priced");
    }

    @Test
    void users_see_credits_and_auditors_what_stands_behind_them() {
        put(path, model("1", ",\"cachedInputUsdPerMillionTokens\":0.333333333")).expect(200);
        passLead();
        var list = "/api/v1/pricing/models?kind=chat&vendor=" + vendor;

        var seen = USER.get(list).expect(200);
        assertThat(seen.at("/data")).hasSize(1);
        assertThat(number(seen, "/data/0/creditsPerMillionInputTokens")).isEqualByComparingTo("150");
        assertThat(number(seen, "/data/0/creditsPerMillionCachedInputTokens")).isEqualByComparingTo("50");
        assertThat(seen.text()).doesNotContain("Usd", "behind", "multiplier");
        assertThat(LEDGER.service().get(list).text()).doesNotContain("Usd");
        var audited = LEDGER.auditor().get(list).expect(200);
        assertThat(number(audited, "/data/0/behind/vendorPrices/inputUsdPerMillionTokens"))
                .isEqualByComparingTo("1");
        assertThat(number(audited, "/data/0/behind/multiplier")).isEqualByComparingTo("1.5");
        assertThat(USER.get("/api/v1/pricing/models?kind=image&vendor=" + vendor)
                        .at("/data"))
                .isEmpty();
    }

    @Test
    void the_list_comes_in_pages() {
        var first = USER.get("/api/v1/pricing/models?limit=200").expect(200);
        var second = USER.get("/api/v1/pricing/models?limit=200&cursor=" + first.text("nextCursor"))
                .expect(200);

        assertThat(first.at("/data")).hasSize(200);
        assertThat(second.at("/data")).hasSizeGreaterThanOrEqualTo(60);
        assertThat(USER.get("/api/v1/pricing/models?tier=pro&limit=200&cursor=" + first.text("nextCursor"))
                        .code())
                .isEqualTo("invalid_request");
    }

    private Reply usage(String account, String more) {
        return ADMIN.post(
                Client.path(account) + "/usage",
                "{\"vendor\":\"" + vendor + "\",\"model\":\"one\",\"inputTokens\":1000000,\"outputTokens\":0" + more
                        + "}");
    }

    private static Instant now() {
        return Instant.parse(ADMIN.get("/dev/clock").expect(200).text("now"));
    }
}
