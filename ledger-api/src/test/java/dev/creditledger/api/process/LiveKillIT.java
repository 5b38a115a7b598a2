package dev.creditledger.api.process;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kill -9} of the server while live sessions run over WebSockets. Half of their clients come back. */
class LiveKillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SESSIONS = 200;
    private static final int COME_BACK = SESSIONS / 2;

    /** An address may have no more connections that have not said who they are than 20. */
    private static final int AT_ONCE = 16;

    private static final BigDecimal GRANTED = BigDecimal.valueOf(100);

    /** What subtitles cost for a second. */
    private static final BigDecimal RATE = new BigDecimal("0.5");

    private static final Map<String, String> OFTEN_CHARGED =
            Map.of("LEDGER_LIVE_CHECKPOINTEVERY", "2s", "LEDGER_LIVE_RESERVE", "4s");

    /** By the log alone. */
    private static final String CHARGES = """
            SELECT json_build_object(
                'session', payload ->> 'session',
                'seconds', sum((payload ->> 'seconds')::bigint),
                'amounts', sum((payload ->> 'amount')::numeric),
                'charges', count(*),
                'deductions', count(DISTINCT payload ->> 'deduction'),
                'end', json_agg(payload) FILTER (WHERE type = 'session.ended'))
            FROM log.events
            WHERE type IN ('session.checkpointed', 'session.ended')
            GROUP BY payload ->> 'session'""";

    private static final String RUNNING = "SELECT count(*) FROM projection.session WHERE status = 'running'";

    /** Credits are counted in millionths. */
    private static final String BALANCES = """
            SELECT json_build_object('account', account_id, 'granted', granted / 1e6, 'deducted', deducted / 1e6,
                'held', held, 'available', available / 1e6)
            FROM projection.account""";

    private static final String NODES = "SELECT node_id FROM jobs.node";

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private LedgerData data;

    @BeforeEach
    void copy() {
        data = LedgerData.startedBefore(directory.resolve("data"));
    }

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    @Test
    void sessions_are_resumed_or_ended_and_no_second_is_charged_twice_or_after_the_crash() throws Exception {
        List<LiveClient> before;
        String killed;
        long killedAt;
        try (var ledger = serve()) {
            var url = ledger.awaitReady();
            var accounts = openAccounts(url);
            before = atOnce(accounts, account -> LiveClient.connect(http, url, data, account, Optional.empty()));
            await().atMost(PATIENCE).until(() -> before.stream().allMatch(client -> client.isTold("checkpoint")));
            killed = data.ask(NODES).getFirst();
            ledger.kill();
            killedAt = System.nanoTime();
        }

        try (var ledger = serve()) {
            var url = ledger.awaitReady();
            var back = atOnce(
                    before.subList(0, COME_BACK),
                    lost -> LiveClient.connect(http, url, data, lost.account(), Optional.of(lost.session())));
            assertThat(back).allMatch(LiveClient::isResumed);
            letTwoMinutesPassWithout(killed);
            monitor(url);
            awaitRunning(COME_BACK);
            await().atMost(PATIENCE).until(() -> back.stream().allMatch(client -> client.isTold("checkpoint")));
            back.forEach(LiveClient::stop);
            await().atMost(PATIENCE).until(() -> back.stream().allMatch(client -> client.isTold("ended")));
            var stoppedAt = System.nanoTime();
            awaitRunning(0);

            var charges = charges();
            assertThat(charges).hasSize(SESSIONS).allSatisfy((_, charge) -> chargedOnce(charge));
            for (var number = 0; number < SESSIONS; number++) {
                var client = before.get(number);
                var charge = of(client.session(), charges);
                var connected = client.secondsUntil(killedAt);
                if (number < COME_BACK) {
                    stopped(charge, connected + back.get(number).secondsUntil(stoppedAt));
                } else {
                    interrupted(charge, connected);
                }
                knowsNoMoreThan(client, charge);
            }
            balancesFit(before, charges);
        }
    }

    private LedgerProcess serve() {
        return LedgerProcess.start(List.of(), OFTEN_CHARGED, "serve", "--port=0", "--data=" + data.directory());
    }

    private List<String> openAccounts(String url) throws Exception {
        var accounts = IntStream.range(0, SESSIONS)
                .mapToObj(number -> "user-" + number)
                .toList();
        try (var client = new LedgerClient(url, data)) {
            return atOnce(accounts, account -> {
                var opened = client.post("/api/v1/accounts", "open", "{\"accountId\":\"" + account + "\"}");
                assertThat(opened.status()).as(opened.text()).isEqualTo(201);
                var granted = client.post(
                        "/api/v1/accounts/" + account + "/grants",
                        "grant",
                        "{\"amount\":" + GRANTED + ",\"source\":\"beta\",\"reason\":\"a test\"}");
                assertThat(granted.status()).as(granted.text()).isEqualTo(201);
                return account;
            });
        }
    }

    private interface Doing<T, R> {
        R with(T one) throws Exception;
    }

    /** In the order of all. */
    private static <T, R> List<R> atOnce(List<T> all, Doing<T, R> doing) throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var done = new ArrayList<R>();
            for (var each : threads.invokeAll(
                    all.stream().<Callable<R>>map(one -> () -> doing.with(one)).toList())) {
                done.add(each.get());
            }
            return done;
        }
    }

    /** For all who look at the nodes: one that has been away for a minute is missing, if the other was there as long. */
    private void letTwoMinutesPassWithout(String node) throws SQLException {
        data.change("""
                UPDATE jobs.node
                SET unbroken_since = unbroken_since - INTERVAL '2 minutes',
                    seen_at = CASE WHEN node_id = '%s' THEN seen_at - INTERVAL '2 minutes' ELSE seen_at END""".formatted(node));
    }

    /** Once: whoever moves the business clock waits for all that is then due, its cycle among it. */
    private void monitor(String url) throws IOException {
        try (var client = new LedgerClient(url, data)) {
            var moved = client.post("/dev/clock", "clock", "{\"advance\":\"PT0.001S\"}");
            assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        }
    }

    private void awaitRunning(int sessions) {
        await().atMost(PATIENCE).until(() -> data.ask(RUNNING).equals(List.of(String.valueOf(sessions))));
    }

    private Map<String, JsonNode> charges() throws SQLException {
        return data.ask(CHARGES).stream()
                .map(JsonMapper.shared()::readTree)
                .collect(toMap(charge -> charge.path("session").asString(), charge -> charge));
    }

    private static JsonNode of(String id, Map<String, JsonNode> all) {
        return Objects.requireNonNull(all.get(id), id);
    }

    /** For all seconds together, under an id for each charge, and with one end. */
    private static void chargedOnce(JsonNode charge) {
        assertThat(charge.path("end")).as(charge.toString()).hasSize(1);
        var end = charge.path("end").path(0);
        assertThat(charge.path("seconds")).isEqualTo(end.path("meter").path("counted"));
        assertThat(charge.path("deductions")).isEqualTo(charge.path("charges"));
        assertThat(charge.path("amounts").decimalValue())
                .isEqualByComparingTo(end.path("charged").decimalValue())
                .isEqualByComparingTo(
                        RATE.multiply(charge.path("seconds").decimalValue()).setScale(6, RoundingMode.CEILING));
    }

    private static void stopped(JsonNode charge, double connectedSeconds) {
        assertThat(reason(charge)).isEqualTo("user_stopped");
        assertThat(charge.path("seconds").asDouble()).isBetween(1.0, connectedSeconds);
    }

    /** At the last second that was recorded. */
    private static void interrupted(JsonNode charge, double connectedSeconds) {
        assertThat(reason(charge)).isEqualTo("interrupted");
        assertThat(charge.path("end").path(0).path("seconds").asLong()).isZero();
        assertThat(charge.path("seconds").asDouble()).isBetween(1.0, connectedSeconds);
    }

    private static String reason(JsonNode charge) {
        return charge.path("end").path(0).path("reason").asString();
    }

    /** What its client was told before the crash is true after it. */
    private static void knowsNoMoreThan(LiveClient client, JsonNode charge) {
        assertThat(client.told("checkpoint").orElseThrow().path("seconds").asLong())
                .isBetween(1L, charge.path("seconds").asLong());
    }

    private void balancesFit(List<LiveClient> clients, Map<String, JsonNode> charges) throws SQLException {
        var balances = data.ask(BALANCES).stream()
                .map(JsonMapper.shared()::readTree)
                .collect(toMap(balance -> balance.path("account").asString(), balance -> balance));
        assertThat(balances).hasSize(SESSIONS);
        for (var client : clients) {
            var charged = of(client.session(), charges).path("amounts").decimalValue();
            var balance = of(client.account(), balances);
            assertThat(balance.path("granted").decimalValue()).isEqualByComparingTo(GRANTED);
            assertThat(balance.path("held").asLong()).isZero();
            assertThat(balance.path("deducted").decimalValue()).isEqualByComparingTo(charged);
            assertThat(balance.path("available").decimalValue()).isEqualByComparingTo(GRANTED.subtract(charged));
        }
    }
}
