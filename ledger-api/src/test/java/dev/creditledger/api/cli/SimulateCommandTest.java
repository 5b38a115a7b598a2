package dev.creditledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.api.LedgerApplication;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** On a log of three accounts: alice and bob have plenty, carol has just enough. */
class SimulateCommandTest {

    private static final ModelName MINI = new ModelName("openai", "gpt-4o-mini");
    private static final ModelName LLAMA = new ModelName("meta", "llama/3");
    private static final Map<ModelName, TokenPrices> PRICES =
            Map.of(MINI, prices("0.15", "0.075", "0.6"), LLAMA, prices("0.0931", "0.0931", "0.3137"));
    private static final String HEADER = "vendor,model,kind,input_usd_per_million_tokens,"
            + "cached_input_usd_per_million_tokens,output_usd_per_million_tokens\n";
    private static final List<TokenUsage> USED = new ArrayList<>();
    private static final TokenUsage CAROLS = new TokenUsage(MINI.vendor(), MINI.model(), 2_000_000, 0, 0);
    private static final Map<String, String> SETTINGS = Map.of(
            "ledger.mode", "dev",
            "ledger.database.user", TestDatabase.APP,
            "ledger.master-key", TestDatabase.MASTER_KEY);

    @TempDir
    static Path directory;

    private static TestDatabase database;

    private record Run(int code, String out, String err) {
        JsonNode json() {
            assertThat(code).as(err).isZero();
            return JsonMapper.shared().readTree(out);
        }
    }

    @BeforeAll
    static void a_log_of_usage() {
        database = TestDatabase.fresh();
        SETTINGS.forEach(System::setProperty);
        System.setProperty("ledger.database.url", database.jdbcUrl(TestDatabase.APP));
        var vault = Vault.open(database.app(), database.masterKey());
        var log = new UsageLog(new EventLog(database.app(), vault), vault, PRICES);
        var random = new Random(17);
        log.open("alice", 1_000_000);
        log.open("bob", 1_000_000);
        log.open("carol", 100);
        for (var count = 0; count < 60; count++) {
            var model = random.nextBoolean() ? MINI : LLAMA;
            var input = random.nextLong(3_000_000);
            var tokens = new TokenUsage(
                    model.vendor(), model.model(), input, random.nextLong(input + 1), random.nextLong(100_000));
            USED.add(tokens);
            log.use(random.nextBoolean() ? "alice" : "bob", tokens);
        }
        // 45 credits each: both can be paid, but not at twice the price.
        log.use("carol", CAROLS);
        log.reverse(log.use("carol", CAROLS));
        USED.add(CAROLS);
        USED.add(CAROLS);
    }

    @AfterAll
    static void close() {
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("ledger.database.url");
        database.close();
    }

    private static TokenPrices prices(String input, String cached, String output) {
        return new TokenPrices(new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
    }

    private static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("simulate", "--data=" + directory));
        all.addAll(List.of(arguments));
        if (!String.join(" ", arguments).contains("--from")) {
            all.addAll(List.of("--from=2026-03-01", "--to=2026-03-02T00:00:00Z"));
        }
        var code = LedgerCommand.line(LedgerApplication.class)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    private static String file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sameBook() {
        var lines = new StringBuilder(HEADER);
        PRICES.forEach((model, prices) -> lines.append("%s,%s,chat,%s,%s,%s%n"
                .formatted(
                        model.vendor(),
                        model.model(),
                        prices.inputUsdPerMillion(),
                        prices.cachedInputUsdPerMillion(),
                        prices.outputUsdPerMillion())));
        return file("same.csv", lines.toString());
    }

    private static String twice() {
        return file("twice.json", "[{\"strategy\":\"fixed_percentage\",\"multiplier\":3}]");
    }

    private static BigDecimal cost(TokenUsage tokens) {
        var prices = Objects.requireNonNull(PRICES.get(new ModelName(tokens.vendor(), tokens.model())));
        return new BigDecimal(tokens.inputTokens() - tokens.cachedInputTokens())
                .multiply(prices.inputUsdPerMillion())
                .add(new BigDecimal(tokens.cachedInputTokens()).multiply(prices.cachedInputUsdPerMillion()))
                .add(new BigDecimal(tokens.outputTokens()).multiply(prices.outputUsdPerMillion()))
                .movePointLeft(6);
    }

    private static BigDecimal credits(TokenUsage tokens, BigDecimal margin) {
        return cost(tokens).multiply(margin).divide(UsageLog.WORTH, 6, RoundingMode.CEILING);
    }

    private static BigDecimal sum(ModelName model, BigDecimal margin) {
        return USED.stream()
                .filter(tokens -> tokens.model().equals(model.model()))
                .map(tokens -> credits(tokens, margin))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void the_same_prices_make_no_difference_to_the_millionth() {
        var report = run("--json", "--price-book=" + sameBook()).json();

        assertThat(report.at("/lines").size()).isEqualTo(2);
        for (var line : report.at("/lines")) {
            assertThat(line.path("simulated")).isEqualTo(line.path("asCharged"));
            assertThat(line.path("tier").asString()).isEqualTo("free");
        }
        assertThat(report.at("/total/simulated/credits").decimalValue())
                .isEqualByComparingTo(sum(MINI, UsageLog.MARGIN).add(sum(LLAMA, UsageLog.MARGIN)));
        assertThat(report.at("/total/requests").asInt()).isEqualTo(USED.size());
        assertThat(report.at("/total/inputTokens").asLong())
                .isEqualTo(USED.stream().mapToLong(TokenUsage::inputTokens).sum());
        assertThat(report.at("/ranOut/accounts").asInt()).isZero();
    }

    @Test
    void twice_the_margin_is_twice_the_credits_before_rounding_and_who_cannot_pay_is_named() {
        var report = run("--json", "--margins=" + twice()).json();

        var doubled = UsageLog.MARGIN.multiply(BigDecimal.TWO);
        var lacking = credits(CAROLS, doubled).multiply(BigDecimal.TWO).subtract(new BigDecimal("100"));
        var llama = report.at("/lines/0");
        var mini = report.at("/lines/1");
        assertThat(llama.path("model").asString()).isEqualTo(LLAMA.model());
        assertThat(llama.at("/simulated/credits").decimalValue()).isEqualByComparingTo(sum(LLAMA, doubled));
        assertThat(mini.at("/simulated/credits").decimalValue())
                .isEqualByComparingTo(sum(MINI, doubled).subtract(lacking));
        assertThat(mini.at("/simulated/unpaidCredits").decimalValue()).isEqualByComparingTo(lacking);
        assertThat(llama.at("/simulated/vendorCostUsd").decimalValue())
                .isEqualByComparingTo(USED.stream()
                        .filter(tokens -> tokens.model().equals(LLAMA.model()))
                        .map(SimulateCommandTest::cost)
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(llama.at("/simulated/marginUsd").decimalValue())
                .isEqualByComparingTo(sum(LLAMA, doubled)
                        .multiply(UsageLog.WORTH)
                        .subtract(llama.at("/simulated/vendorCostUsd").decimalValue()));
        assertThat(report.at("/ranOut/accounts").asInt()).isOne();
        assertThat(report.at("/ranOut/first/0/accountId").asString()).isEqualTo("carol");
        // Six to open three accounts, sixty charges, then her two.
        assertThat(report.at("/ranOut/first/0/at").asString())
                .isEqualTo(UsageLog.START.plusSeconds(67 * 60).toString());
        assertThat(report.at("/ranOut/first/0/lacking").decimalValue()).isEqualByComparingTo(lacking);
    }

    @Test
    void people_get_a_table_and_those_who_run_out_up_to_a_number() {
        var told = run("--margins=" + twice());
        var counted = run("--margins=" + twice(), "--list=0", "--expiry=all=none");

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out().lines().toList())
                .anyMatch(line -> line.startsWith("free") && line.contains("meta/llama/3"))
                .anyMatch(line -> line.startsWith("all"))
                .contains("1 account would have run out.")
                .anyMatch(line -> line.startsWith("  carol at 2026-03-01T01:07:00Z: 80 credits short"));
        assertThat(told.err()).isEmpty();
        assertThat(counted.out())
                .contains("1 account would have run out.")
                .contains("and 1 more")
                .doesNotContain("carol");
    }

    @Test
    void a_model_that_is_not_in_the_price_book_is_named() {
        var book = file("mini.csv", HEADER + "openai,gpt-4o-mini,chat,0.2,0.1,0.8\n");

        assertThat(run("--price-book=" + book).out())
                .containsPattern("meta/llama/3 is not in the price book: its \\d+ requests keep their prices");
    }

    @Test
    void what_was_booked_outside_of_the_time_is_not_reported() {
        var report = run("--json", "--from=2026-03-01T01:06:00Z", "--to=2026-03-01T01:07:00Z", "--margins=" + twice())
                .json();

        assertThat(report.at("/total/requests").asInt()).isOne();
        assertThat(report.at("/total/asCharged/credits").decimalValue())
                .isEqualByComparingTo(credits(CAROLS, UsageLog.MARGIN));
    }

    @Test
    void it_writes_nothing() throws SQLException {
        var before = everything();

        assertThat(run("--margins=" + twice(), "--price-book=" + sameBook(), "--expiry=bonus=P1M")
                        .code())
                .isZero();

        assertThat(everything()).isEqualTo(before);
        try (var side = ReadSide.looking(Map.of("ledger.data", directory.toString()));
                var connection = side.get(DataSource.class).getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO log.aggregate (name) VALUES ('x')"))
                    .hasMessageContaining("read-only");
        }
    }

    /** The head, and each row of each table with the transaction that wrote it. */
    private static List<String> everything() throws SQLException {
        var all = new ArrayList<String>();
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery(
                    "SELECT schemaname || '.' || tablename FROM pg_tables"
                            + " WHERE schemaname IN ('log', 'sequencer', 'vault', 'snapshot', 'projection', 'jobs') ORDER BY 1")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (var table : tables) {
                try (var rows =
                        statement.executeQuery("SELECT md5(coalesce(string_agg(xmin::text || t::text, ',' ORDER BY"
                                + " t::text), '')) FROM " + table + " t")) {
                    rows.next();
                    all.add(table + ' ' + rows.getString(1));
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(10);
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            openai,a,chat,0.15,,0.6~openai,b,chat,minus,,0.6  | line 3: input_usd_per_million_tokens must be a price
            openai,a,chat,0.15,,0.6~openai,a,chat,0.15,,0.6   | line 3: openai/a is there twice
            openai,a,chat,-1,,0.6                             | line 2: input_usd_per_million_tokens must be a price
            ,a,chat,1,,0.6                                    | line 2: vendor must not be empty
            """)
    void a_bad_line_of_prices_is_named(String lines, String complaint) {
        var book = file("bad.csv", HEADER + lines.replace('~', '\n') + '\n');

        var run = run("--price-book=" + book);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(complaint).contains("bad.csv");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            {}                                                                        | no JSON array
            [{"strategy":"fixed_percentage","multiplier":1},{"multiplier":2}]         | entry 2: strategy is required
            [{"strategy":"fixed_percentage","multiplier":-1}]                         | entry 1: multiplier must be above 0
            [{"strategy":"fixed_percentage","multiplier":1001}]                       | entry 1: multiplier must be at most 1000
            [{"strategy":"fixed_percentage","multiplier":1,"tier":"gold"}]            | entry 1: tier must be one of
            [{"strategy":"fixed_percentage","multiplier":1,"model":"x"}]              | entry 1: model goes together with vendor
            [{"strategy":"fixed_percentage","multiplier":1,"reason":"x"}]             | entry 1: reason is not a field
            [{"strategy":"fixed_percentage","multiplier":1},{"strategy":"fixed_percentage","multiplier":2}] | entry 2: every tier is there twice
            [{"strategy":"fixed_percentage","multiplier":1,"vendor":"a b"}]           | entry 1: vendor must have 1 to 64
            [{"strategy":"fixed_percentage","multiplier":1,"steps":[]}]               | entry 1: steps is no field of the strategy
            [{"strategy":"tiered","steps":[{"multiplier":2}]}]                        | entry 1: steps[0].from is required
            [{"strategy":"tiered","steps":[{"from":0,"multiplier":2},{"from":0,"multiplier":1}]}] | entry 1: steps[1].from must be more
            [{"strategy":"dynamic","multiplier":2,"lowest":3,"highest":4,"floor":1,"ceiling":9}] | entry 1: multiplier must lie between
            [{"strategy":"dynamic","multiplier":2,"lowest":1,"highest":4}]            | entry 1: floor is required, ceiling is required
            nonsense                                                                  | is not JSON
            """)
    void a_bad_margin_is_named(String margins, String complaint) {
        var run = run("--margins=" + file("bad.json", margins));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(complaint).contains("bad.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            --list=1                          | Nothing is to be different
            --expiry=bonus                    | 'bonus' is not SOURCE=PERIOD
            --expiry=toys=P1M                 | 'toys' is none of subscription, bonus
            --expiry=bonus=soon               | 'soon' is neither a period
            --expiry=bonus=P0D                | credits last for a day at least
            --expiry=bonus=P1M,bonus=none     | bonus is there twice
            --margins=/no/such/file           | cannot be read
            --price-book=/no/such/file        | cannot be read
            --expiry=all=none --list=-1       | --list lies between
            --expiry=all=none --from=today --to=2026-03-01      | 'today' is neither a time
            --expiry=all=none --from=2026-03-01 --to=2026-03-01 | begins before it ends
            --expiry=all=none --from=2026-03-01                 | --to
            """)
    void wrong_use_is_explained(String arguments, String complaint) {
        var run = run(arguments.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(complaint);
    }

    @Test
    void every_strategy_can_be_assumed() {
        var margins = file("all.json", """
                [{"tier":"pro","strategy":"fixed_percentage","multiplier":1.4},
                 {"vendor":"openai","strategy":"tiered","steps":[{"from":0,"multiplier":1.2},
                                                                 {"from":900000000,"multiplier":9}]},
                 {"vendor":"meta","strategy":"dynamic","multiplier":1.5,"lowest":1,"highest":3,
                  "floor":0,"ceiling":40}]""");

        var lines = run("--json", "--margins=" + margins).json().at("/lines");

        assertThat(lines).map(line -> line.path("model").asString()).containsExactly(LLAMA.model(), MINI.model());
        // A million tokens each way cost 0.4068 USD, so 1.5 would be 61.02 credits: the band's end is the lowest
        // margin.
        assertThat(lines.at("/0/simulated/credits").decimalValue()).isEqualByComparingTo(sum(LLAMA, BigDecimal.ONE));
        // Nobody has used so much that the second step applies, nor is anybody of the tier with a margin of its own.
        assertThat(lines.at("/1/simulated/credits").decimalValue())
                .isEqualByComparingTo(sum(MINI, new BigDecimal("1.2")));
    }
}
