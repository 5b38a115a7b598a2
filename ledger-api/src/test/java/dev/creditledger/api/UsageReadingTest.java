package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.api.Client.Reply;
import dev.creditledger.domain.Cause.Role;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was used, as JSON and as CSV. */
class UsageReadingTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();
    private static final String ALL = "/api/v1/admin/usage";
    private static final List<String> COSTS =
            List.of("vendorCostUsd", "marginMultiplier", "marginUsd", "worthUsd", "inputUsdPerMillion");

    /** An account's name may look like a formula, as a feature's. */
    private static final String ACCOUNT = "-" + UUID.randomUUID();

    private static Reply last;

    @BeforeAll
    static void usage_of_two_models_and_something_else() {
        ADMIN.open(ACCOUNT);
        ADMIN.grant(ACCOUNT, "100000");
        charge("gpt-4o-mini", "-1");
        charge("gpt-4o-mini", "chat");
        charge("gpt-4o", "chat");
        last = ADMIN.deduct(ACCOUNT, "2.5").expect(201);
    }

    private static void charge(String model, String feature) {
        ADMIN.post(Client.path(ACCOUNT) + "/usage", usage(model, feature)).expect(201);
    }

    private static String usage(String model, String feature) {
        return "{\"vendor\":\"openai\",\"model\":\"" + model
                + "\",\"inputTokens\":4000,\"outputTokens\":750,\"feature\":\"" + feature + "\"}";
    }

    private static Reply read(Client client, String path) {
        return client.getAfter(last, path).expect(200);
    }

    private static Client csv(Client client) {
        return client.with("Accept", "text/csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham", "%2B05:45"})
    void a_day_is_that_of_the_zone(String zone) {
        var data =
                read(ADMIN, Client.path(ACCOUNT) + "/usage/daily?zone=" + zone).at("/data");

        assertThat(data.valueStream()
                        .map(day -> day.path("credits").decimalValue())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(charged());
        assertThat(data.valueStream()
                        .map(day -> day.path("requests").asInt())
                        .mapToInt(it -> it)
                        .sum())
                .isEqualTo(4);
    }

    /** What the balance lacks. */
    private static BigDecimal charged() {
        var balance = read(ADMIN, Client.path(ACCOUNT) + "/balance");
        return new BigDecimal("100000").subtract(balance.at("/available").decimalValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nowhere/Land", "%2B05:07", "berlin", "%2B99:00"})
    void a_zone_that_is_none_or_cuts_quarters_is_refused(String zone) {
        for (var path : List.of(Client.path(ACCOUNT) + "/usage/daily", ALL + "/daily")) {
            var reply = ADMIN.get(path + "?zone=" + zone);

            assertProblem(reply, 400, "invalid_request");
            assertThat(reply.at("/errors/0/field").asString()).isEqualTo("zone");
        }
    }

    @ParameterizedTest
    @CsvSource({"model, model", "feature, feature", "tier, tier", "account, accountId", "day, day"})
    void the_usage_of_all_is_told_apart_as_asked(String groupBy, String field) {
        var first = read(LEDGER.auditor(), ALL + "/daily?groupBy=" + groupBy).at("/data/0");

        assertThat(first.has(field)).isTrue();
        assertThat(first.has("vendor")).isEqualTo(groupBy.equals("model"));
        assertThat(first.has("vendorCostUsd")).isTrue();
        assertThat(first.path("worthUsd")
                        .decimalValue()
                        .subtract(first.path("vendorCostUsd").decimalValue()))
                .isEqualByComparingTo(first.path("marginUsd").decimalValue());
    }

    @Test
    void the_usage_of_all_is_for_admins_and_auditors() {
        for (var path : List.of(ALL, ALL + "/daily")) {
            read(ADMIN, path);
            read(LEDGER.auditor(), path);
            assertProblem(LEDGER.service().get(path), 403, "forbidden");
            assertProblem(LEDGER.as(Role.USER, ACCOUNT).get(path), 403, "forbidden");
            assertProblem(LEDGER.nobody().get(path), 401, "unauthenticated");
        }
        assertProblem(ADMIN.get(ALL + "/daily?groupBy=weather"), 400, "invalid_request");
        assertProblem(ADMIN.get(ALL + "?fromPosition=0"), 400, "invalid_request");
        assertProblem(ADMIN.get(ALL + "?cursor=abc"), 400, "invalid_request");
    }

    @Test
    void each_request_is_there_the_newest_first_without_what_had_no_price() {
        var data = read(ADMIN, Client.path(ACCOUNT) + "/usage").at("/data");

        assertThat(data.valueStream()
                        .map(it -> it.path("model").asString() + " "
                                + it.path("feature").asString()))
                .containsExactly("gpt-4o chat", "gpt-4o-mini chat", "gpt-4o-mini -1");
        var newest = data.get(0);
        assertThat(newest.path("credits")
                        .decimalValue()
                        .multiply(newest.path("creditWorthUsd").decimalValue()))
                .isEqualByComparingTo(newest.path("vendorCostUsd")
                        .decimalValue()
                        .add(newest.path("marginUsd").decimalValue()));
        assertThat(read(ADMIN, ALL + "?model=gpt-4o&limit=1").at("/data/0/deductionId"))
                .isEqualTo(newest.path("deductionId"));
        assertThat(read(ADMIN, Client.path(ACCOUNT) + "/usage?feature=-1").at("/data"))
                .hasSize(1);
    }

    @Test
    void costs_are_not_for_those_who_are_charged() {
        for (var path : List.of("/usage", "/usage/daily")) {
            for (var reader : List.of(LEDGER.service(), LEDGER.as(Role.USER, ACCOUNT))) {
                assertThat(read(reader, Client.path(ACCOUNT) + path).text())
                        .contains("gpt-4o-mini")
                        .doesNotContain(COSTS);
                assertThat(read(csv(reader), Client.path(ACCOUNT) + path).text())
                        .contains("gpt-4o-mini")
                        .doesNotContain(COSTS);
            }
        }
        assertProblem(LEDGER.as(Role.USER, "another").get(Client.path(ACCOUNT) + "/usage"), 403, "not_your_account");
        assertProblem(ADMIN.get("/api/v1/accounts/nobody/usage"), 404, "account_not_found");
    }

    @Test
    void a_file_has_no_cell_that_a_spreadsheet_would_run() {
        var entries = read(csv(ADMIN), Client.path(ACCOUNT) + "/usage");
        var days = read(csv(ADMIN), Client.path(ACCOUNT) + "/usage/daily");

        assertThat(entries.header("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(entries.header("Content-Disposition")).hasValue("attachment; filename=\"usage.csv\"");
        assertThat(entries.header("Ledger-Position")).isPresent();
        var lines = entries.text().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("accountId,deductionId,type,feature,vendor,model,inputTokens");
        assertThat(lines.getLast())
                .startsWith("'" + ACCOUNT + ",")
                .contains(",inference,'-1,openai,gpt-4o-mini,4000,0,750,");
        assertThat(days.text())
                .contains(",'-1,openai,gpt-4o-mini,1,4000,0,750,")
                .contains(",,,1,0,0,0,2.5,0,0,0,0,0\r\n");
        for (var path : List.of(ALL, ALL + "/daily", ALL + "/daily?groupBy=account")) {
            assertThat(read(csv(ADMIN), path).text()).doesNotContain("\r\n=", "\r\n-", ",=", ",-1,");
        }
    }

    @Test
    void json_is_what_comes_unless_csv_is_preferred() {
        var path = Client.path(ACCOUNT) + "/usage/daily";
        for (var accept : List.of("*/*", "application/json, text/csv;q=0.5", "application/json")) {
            assertThat(read(ADMIN.with("Accept", accept), path).header("Content-Type"))
                    .hasValue("application/json");
        }
        assertThat(read(ADMIN.with("Accept", "text/csv, */*;q=0.1"), path).header("Content-Type"))
                .hasValue("text/csv;charset=UTF-8");
        assertProblem(csv(ADMIN).get(path + "?from=yesterday"), 400, "invalid_request");
        assertProblem(ADMIN.with("Accept", "image/png").get(path), 406, "not_acceptable");
    }

    @Test
    void a_long_list_is_exported_whole_or_broken_off() throws SQLException {
        var account = ADMIN.openWith("100000");
        for (var batch = 0; batch < 2; batch++) {
            var items = IntStream.range(0, 700)
                    .mapToObj(i -> "{\"idempotencyKey\":\"" + UUID.randomUUID() + "\",\"accountId\":\"" + account
                            + "\",\"kind\":\"usage\","
                            + usage("gpt-4o-mini", "chat").substring(1))
                    .collect(Collectors.joining(","));
            ADMIN.post("/api/v1/batches", "{\"items\":[" + items + "]}").expect(200);
        }
        var path = Client.path(account) + "/usage";

        assertThat(csv(ADMIN).get(path).expect(200).text().lines()).hasSize(1_401);

        var first = csv(ADMIN).get(path).text().lines().toList().getLast().split(",", -1)[19];
        spoil(first);
        try {
            assertThatThrownBy(() -> csv(ADMIN).get(path)).isInstanceOf(UncheckedIOException.class);
        } finally {
            spoil(first);
        }
    }

    /** Twice, it is as before. */
    private static void spoil(String position) throws SQLException {
        try (var connection = LEDGER.database().superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE log.event SET payload = set_byte(payload, 0, get_byte(payload, 0) # 1)"
                    + " WHERE position = " + position);
        }
    }
}
