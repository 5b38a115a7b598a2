package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.PricingLedger.ADMIN;
import static dev.creditledger.api.pricing.PricingLedger.IMPORTS;
import static dev.creditledger.api.pricing.PricingLedger.MODELS;
import static dev.creditledger.api.pricing.PricingLedger.number;
import static dev.creditledger.api.pricing.PricingLedger.passLead;
import static dev.creditledger.api.pricing.PricingLedger.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.log.TestDatabase;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ImportsTest {

    private static final String HEADER = "vendor,model,kind,input_usd_per_million_tokens,"
            + "cached_input_usd_per_million_tokens,output_usd_per_million_tokens,max_input_tokens\n";

    private final String vendor = vendor();

    @Test
    void an_import_answers_what_it_added_changed_and_left_as_it_was() {
        imported(line("one", "1") + line("two", "2"), "").expect(201);
        passLead();

        var reply = imported(line("one", "1") + line("two", "3") + line("three", "4"), "")
                .expect(201);

        assertThat(reply.at("/unchanged").asInt()).isEqualTo(1);
        assertThat(reply.at("/added")).hasSize(1);
        assertThat(reply.at("/added/0/model").asString()).isEqualTo("three");
        assertThat(reply.at("/changed")).hasSize(1);
        assertThat(number(reply, "/changed/0/before/inputUsdPerMillionTokens")).isEqualByComparingTo("2");
        assertThat(number(reply, "/changed/0/after/inputUsdPerMillionTokens")).isEqualByComparingTo("3");
        assertThat(reply.at("/retired")).isEmpty();
        assertThat(reply.at("/position").asLong()).isPositive();
    }

    @Test
    void one_bad_line_is_named_and_nothing_is_imported() {
        var reply = imported(line("one", "1") + line("two", "-2") + line("one", "1"), "")
                .expect(422);

        assertThat(reply.code()).isEqualTo("invalid_import");
        assertThat(reply.at("/errors/0/line").asInt()).isEqualTo(3);
        assertThat(reply.at("/errors/0/detail").asString())
                .isEqualTo("input_usd_per_million_tokens must be a price such as 0.15");
        assertThat(reply.at("/errors/1/line").asInt()).isEqualTo(4);
        assertThat(reply.at("/errors/1/detail").asString()).isEqualTo(vendor + "/one is there twice");
        assertThat(ADMIN.get(MODELS + vendor + "/one").expect(404).code()).isEqualTo("model_not_priced");
    }

    @Test
    void what_is_no_list_is_refused() {
        assertThat(imported("", "").at("/errors/0/detail").asString()).isEqualTo("the list is empty");
        assertThat(csv("no list at all", "").at("/errors/0/detail").asString()).isEqualTo("the list is empty");
        assertThat(imported(vendor + ",one,chat\n", "").at("/errors/0/line").asInt())
                .isEqualTo(2);
        assertThat(imported(line("one", "1").replace("1000", "1000,more"), "")
                        .at("/errors/0/detail")
                        .asString())
                .isEqualTo("has more fields than the header");
        assertThat(imported(vendor + ",\"one", "").code()).isEqualTo("invalid_import");
        assertThat(imported(line("../one", "1"), "").code()).isEqualTo("invalid_import");
        assertThat(imported(many(2_001), "").at("/errors/0/line").asInt()).isEqualTo(2_002);
        assertThat(csv("x".repeat(131_073), "")
                        .expect(400)
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("csv");
    }

    @Test
    void as_many_lines_as_there_may_be_are_imported_at_once() {
        var reply = imported(many(2_000), "").expect(201);

        assertThat(reply.at("/added")).hasSize(2_000);
    }

    @Test
    void a_dry_run_answers_the_same_and_changes_nothing() {
        var tried = imported(line("one", "1"), ",\"dryRun\":true").expect(200);

        assertThat(tried.at("/added")).hasSize(1);
        assertThat(tried.at("/dryRun").asBoolean()).isTrue();
        assertThat(tried.body().has("position")).isFalse();
        ADMIN.get(MODELS + vendor + "/one").expect(404);
    }

    @Test
    void a_list_of_which_all_is_there_changes_nothing() {
        imported(line("one", "1"), "").expect(201);
        passLead();

        var again = imported(line("one", "1"), "").expect(200);

        assertThat(again.at("/unchanged").asInt()).isEqualTo(1);
        assertThat(again.at("/effectiveAt").isNull()).isTrue();
    }

    @Test
    void an_import_is_replayed_as_it_was_answered() {
        var body = body(HEADER + line("one", "1"), "");
        var first = ADMIN.post("import-" + vendor, IMPORTS, body).expect(201);

        var again = ADMIN.post("import-" + vendor, IMPORTS, body).expect(201);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotent-Replayed")).hasValue("true");
        assertThat(ADMIN.send("POST", IMPORTS, body).code()).isEqualTo("idempotency_key_required");
    }

    @Test
    void what_a_complete_list_leaves_out_is_retired() {
        try (var ledger = TestLedger.on(TestDatabase.fresh(), Map.of("ledger.pricing.margin", "2"))) {
            var admin = ledger.admin();
            assertThat(admin.post(IMPORTS, "{\"reason\":\"as it ships\"}")
                            .expect(200)
                            .at("/unchanged")
                            .asInt())
                    .isEqualTo(260);

            var retiring = admin.post(IMPORTS, body(HEADER + line("one", "1"), ",\"retireMissing\":true"))
                    .expect(201);
            admin.post("/dev/clock", "{\"advance\":\"PT6S\"}").expect(200);

            assertThat(retiring.at("/retired")).hasSize(260);
            assertThat(admin.get("/api/v1/pricing/models").at("/data")).hasSize(1);
            assertThat(number(admin.get("/api/v1/pricing/models"), "/data/0/creditsPerMillionInputTokens"))
                    .isEqualByComparingTo("200");
        }
    }

    private Reply imported(String lines, String more) {
        return csv(HEADER + lines, more);
    }

    private static Reply csv(String csv, String more) {
        return ADMIN.post(IMPORTS, body(csv, more));
    }

    private static String body(String csv, String more) {
        return "{\"csv\":" + JsonMapper.shared().writeValueAsString(csv) + ",\"reason\":\"a test\"" + more + "}";
    }

    private String line(String model, String input) {
        return vendor + "," + model + ",chat," + input + ",,1,1000\n";
    }

    private String many(int lines) {
        return IntStream.range(0, lines)
                .mapToObj(i -> vendor + ",m" + i + ",chat,1.25,,1,1000\n")
                .collect(Collectors.joining());
    }
}
