package dev.creditledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import dev.creditledger.domain.Cause.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every call of the API: it does what it says, and says no to nobody, to the wrong role and to wrong input. */
class CallsTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Set<Role> ADMINS = Set.of(Role.ADMIN);
    private static final Set<Role> SERVICES = Set.of(Role.ADMIN, Role.SERVICE);
    private static final Set<Role> LISTERS = Set.of(Role.ADMIN, Role.SERVICE, Role.AUDITOR);
    /** A user too, on an account that it owns: see {@link UsersTest}. */
    private static final Set<Role> READERS = LISTERS;

    /**
     * @param allowed the roles that may make it on any account
     * @param path made for an account that is there, with 100 credits
     * @param wrong a body, or for GET a query, in which one field is wrong
     * @param names the field that is wrong
     */
    private record Row(
            String method,
            String name,
            Set<Role> allowed,
            int success,
            Function<String, String> path,
            String body,
            String wrong,
            String names,
            List<String> answers) {}

    private static Row post(
            String name,
            Set<Role> allowed,
            Function<String, String> path,
            String body,
            String wrong,
            String names,
            String... answers) {
        return new Row("POST", name, allowed, 201, path, body, wrong, names, List.of(answers));
    }

    private static Row get(
            String name,
            Set<Role> allowed,
            Function<String, String> path,
            String wrong,
            String names,
            String... answers) {
        return new Row("GET", name, allowed, 200, path, "", wrong, names, List.of(answers));
    }

    private static List<Row> rows() {
        var admin = LEDGER.admin();
        var rows = new ArrayList<Row>();
        rows.add(post(
                "open",
                SERVICES,
                _ -> "/api/v1/accounts",
                "{\"accountId\":\"%NEW%\"}",
                "{\"accountId\":\"a b\"}",
                "accountId",
                "accountId",
                "ownerId",
                "status",
                "openedAt",
                "position"));
        rows.add(get(
                "find",
                READERS,
                Client::path,
                "?at=2026-01-01T00:00:00Z",
                "at",
                "accountId",
                "ownerId",
                "status",
                "openedAt",
                "metadata",
                "position"));
        rows.add(get("list", LISTERS, _ -> "/api/v1/accounts", "?limit=201", "limit", "data", "hasMore", "nextCursor"));
        rows.add(get(
                "balance",
                READERS,
                account -> Client.path(account) + "/balance",
                "?position=1",
                "position",
                "accountId",
                "status",
                "available",
                "held",
                "pending",
                "total",
                "lifetime",
                "grants",
                "position",
                "asOf"));
        rows.add(post(
                "grant",
                ADMINS,
                account -> Client.path(account) + "/grants",
                "{\"amount\":5,\"source\":\"gift\",\"reason\":\"thanks\"}",
                "{\"amount\":5,\"source\":\"gift\"}",
                "reason",
                "grantId",
                "accountId",
                "amount",
                "source",
                "funding",
                "priority",
                "balance",
                "position"));
        rows.add(post(
                "revoke",
                ADMINS,
                account -> Client.path(account) + "/grants/"
                        + admin.grant(account, "5").text("grantId") + "/revocation",
                "{\"reason\":\"a mistake\"}",
                "{\"reason\":\"\"}",
                "reason",
                "grantId",
                "revoked",
                "pendingRelease",
                "balance",
                "position"));
        rows.add(post(
                "deduct",
                SERVICES,
                account -> Client.path(account) + "/deductions",
                "{\"amount\":1.5,\"type\":\"inference\"}",
                "{\"amount\":1.5,\"type\":\"thinking\"}",
                "type",
                "deductionId",
                "accountId",
                "amount",
                "type",
                "feature",
                "drawnFrom",
                "balance",
                "position"));
        rows.add(post(
                "reverse",
                SERVICES,
                account -> Client.path(account) + "/deductions/"
                        + admin.deduct(account, "2").expect(201).text("deductionId") + "/reversal",
                "{\"reason\":\"cut off\"}",
                "{\"reason\":\"cut off\",\"amount\":0}",
                "amount",
                "reversalId",
                "deductionId",
                "amount",
                "returnedTo",
                "balance",
                "position"));
        rows.add(post(
                "usage",
                SERVICES,
                account -> Client.path(account) + "/usage",
                "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":1000,\"outputTokens\":10}",
                "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":-1,\"outputTokens\":10}",
                "inputTokens",
                "deductionId",
                "amount",
                "type",
                "drawnFrom",
                "balance",
                "position",
                "vendor",
                "model",
                "vendorCostUsd",
                "marginMultiplier",
                "priceVersion"));
        rows.add(new Row(
                "POST",
                "authorize",
                SERVICES,
                200,
                account -> Client.path(account) + "/authorization",
                "{\"amount\":1}",
                "{\"amount\":\"1\"}",
                "amount",
                List.of("authorized", "required", "remaining")));
        rows.add(post(
                "hold",
                SERVICES,
                account -> Client.path(account) + "/holds",
                "{\"amount\":1}",
                "{\"amount\":1,\"expiresInSeconds\":86401}",
                "expiresInSeconds",
                "holdId",
                "accountId",
                "amount",
                "expiresAt",
                "heldFrom",
                "balance",
                "position"));
        rows.add(post(
                "capture",
                SERVICES,
                account -> Client.path(account) + "/holds/"
                        + admin.hold(account, "3").text("holdId") + "/capture",
                "{\"amount\":2}",
                "{\"amount\":2.1234567}",
                "amount",
                "deductionId",
                "holdId",
                "accountId",
                "amount",
                "type",
                "drawnFrom",
                "balance",
                "position"));
        rows.add(post(
                "release",
                SERVICES,
                account -> Client.path(account) + "/holds/"
                        + admin.hold(account, "3").text("holdId") + "/release",
                "{}",
                "{\"amount\":2}",
                "amount",
                "holdId",
                "released",
                "balance",
                "position"));
        rows.add(get(
                "entries",
                READERS,
                account -> Client.path(account) + "/entries",
                "?kind=gossip",
                "kind",
                "data",
                "hasMore",
                "nextCursor"));
        rows.add(get(
                "daily usage",
                READERS,
                account -> Client.path(account) + "/usage/daily",
                "?from=yesterday",
                "from",
                "data",
                "hasMore",
                "nextCursor"));
        rows.add(new Row(
                "PUT",
                "set the subscription",
                ADMINS,
                200,
                account -> Client.path(account) + "/subscription",
                "{\"tier\":\"pro\",\"status\":\"active\"}",
                "{\"tier\":\"pro\",\"status\":\"great\"}",
                "status",
                List.of(
                        "accountId",
                        "tier",
                        "status",
                        "anchor",
                        "period",
                        "granted",
                        "withdrawn",
                        "balance",
                        "position")));
        rows.add(post(
                "write off",
                ADMINS,
                account -> Client.path(overdrawn(account)) + "/uncovered/write-off",
                "{\"reason\":\"goodwill\"}",
                "{\"reason\":\"goodwill\",\"amount\":-1}",
                "amount",
                "accountId",
                "amount",
                "uncovered",
                "position"));
        rows.add(post(
                "freeze",
                ADMINS,
                account -> Client.path(account) + "/freeze",
                "{\"reason\":\"review\"}",
                "{}",
                "reason",
                "accountId",
                "status",
                "position"));
        rows.add(post(
                "unfreeze",
                ADMINS,
                CallsTest::frozen,
                "{\"reason\":\"reviewed\"}",
                "{\"reason\":7}",
                "reason",
                "accountId",
                "status",
                "position"));
        rows.add(post(
                "close",
                ADMINS,
                account -> Client.path(account) + "/closure",
                "{\"reason\":\"over\",\"disposition\":\"forfeit\"}",
                "{\"reason\":\"over\",\"disposition\":\"burn\"}",
                "disposition",
                "accountId",
                "status",
                "position"));
        rows.add(new Row(
                "POST",
                "batch",
                SERVICES,
                200,
                _ -> "/api/v1/batches",
                "{\"items\":[{\"idempotencyKey\":\"%NEW%\",\"accountId\":\"%ACCOUNT%\",\"kind\":\"deduction\",\"amount\":1,\"type\":\"custom\"}]}",
                "{\"items\":[]}",
                "items",
                List.of("results")));
        rows.add(get("dev clock", Set.of(Role.values()), _ -> "/dev/clock", "?zone=UTC", "zone", "now", "ahead"));
        rows.add(new Row(
                "POST",
                "move dev clock",
                ADMINS,
                200,
                _ -> "/dev/clock",
                "{\"advance\":\"PT0.001S\"}",
                "{\"advance\":\"-PT1S\"}",
                "advance",
                List.of("now", "ahead")));
        return rows;
    }

    private static String frozen(String account) {
        LEDGER.admin()
                .post(Client.path(account) + "/freeze", "{\"reason\":\"review\"}")
                .expect(201);
        return Client.path(account) + "/unfreeze";
    }

    /** One that is there. */
    static String overdrawn(String account) {
        LEDGER.admin()
                .post(
                        Client.path(account) + "/usage",
                        "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":1000000000,"
                                + "\"outputTokens\":1,\"onInsufficient\":\"record\"}");
        return account;
    }

    @TestFactory
    Stream<DynamicTest> a_call_does_what_it_says_for_each_role_that_may_make_it() {
        return rows().stream()
                .flatMap(row -> row.allowed().stream()
                        .filter(role -> role != Role.SYSTEM && role != Role.USER)
                        .map(role -> DynamicTest.dynamicTest(row.name() + " as " + role, () -> {
                            var reply = call(
                                    LEDGER.as(role, "somebody"),
                                    row,
                                    LEDGER.admin().openWith("100"),
                                    row.body(),
                                    "");
                            assertThat(reply.status()).describedAs(reply.text()).isEqualTo(row.success());
                            for (var field : row.answers()) {
                                assertThat(reply.body().has(field))
                                        .describedAs(field + " in " + reply.text())
                                        .isTrue();
                            }
                            assertThat(reply.header("Request-Id")).isPresent();
                            if (row.success() == 201) {
                                assertThat(reply.header("Ledger-Consistency-Token"))
                                        .isPresent();
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> without_a_token_it_is_401() {
        return each((row, account) -> {
            var reply = call(LEDGER.nobody(), row, account, row.body(), "");
            assertProblem(reply, 401, "unauthenticated");
            assertThat(reply.header("WWW-Authenticate")).hasValue("Bearer");
        });
    }

    @TestFactory
    Stream<DynamicTest> with_a_bad_token_it_is_401() {
        return each((row, account) -> {
            var reply = call(new Client(LEDGER.url(), "abc.def.ghi"), row, account, row.body(), "");
            assertProblem(reply, 401, "invalid_token");
        });
    }

    @TestFactory
    Stream<DynamicTest> with_the_wrong_role_it_is_403_before_anything_else_is_looked_at() {
        return rows().stream()
                .flatMap(row -> Stream.of(Role.USER, Role.SERVICE, Role.AUDITOR)
                        .filter(role -> !row.allowed().contains(role))
                        .filter(role -> role != Role.USER || !mayBeAskedByItsOwner(row))
                        .map(role -> DynamicTest.dynamicTest(row.name() + " as " + role, () -> {
                            var reply =
                                    call(LEDGER.as(role, "somebody"), row, "no-such-account", row.wrong(), row.wrong());
                            assertProblem(reply, 403, "forbidden");
                            assertThat(reply.body().has("allowedRoles")).isTrue();
                        })));
    }

    private static boolean mayBeAskedByItsOwner(Row row) {
        return (row.allowed().equals(READERS) && !row.name().equals("list"))
                || row.name().equals("authorize");
    }

    @TestFactory
    Stream<DynamicTest> with_wrong_input_it_is_400_and_the_field_is_named() {
        return each((row, account) -> {
            var reply = call(LEDGER.admin(), row, account, row.wrong(), row.wrong());
            assertProblem(reply, 400, "invalid_request");
            assertThat(reply.at("/errors/0/field").asString()).isEqualTo(row.names());
        });
    }

    private interface Check {
        void on(Row row, String account);
    }

    private static Stream<DynamicTest> each(Check check) {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.name(), () -> check.on(row, LEDGER.admin().openWith("100"))));
    }

    private static Reply call(Client client, Row row, String account, String body, String query) {
        var path = account.equals("no-such-account")
                ? pathWithoutAccount(row)
                : row.path().apply(account);
        if (row.method().equals("GET")) {
            return seeing(client, account).get(path + query);
        }
        if (row.method().equals("PUT")) {
            return client.send("PUT", path, body);
        }
        return client.post(path, body.replace("%NEW%", "n-" + System.nanoTime()).replace("%ACCOUNT%", account));
    }

    /** A caller who sees all that was done to the account before. */
    private static Client seeing(Client client, String account) {
        return account.equals("no-such-account")
                ? client
                : client.with(
                                "Ledger-At-Least",
                                LEDGER.admin()
                                        .grant(account, "1")
                                        .header("Ledger-Consistency-Token")
                                        .orElseThrow())
                        .with("Prefer", "wait=30");
    }

    /** The path of an account that is not there, made without asking for what belongs to it. */
    private static String pathWithoutAccount(Row row) {
        var part = java.util.UUID.randomUUID();
        return switch (row.name()) {
            case "revoke" -> Client.path("no-such-account") + "/grants/" + part + "/revocation";
            case "reverse" -> Client.path("no-such-account") + "/deductions/" + part + "/reversal";
            case "capture" -> Client.path("no-such-account") + "/holds/" + part + "/capture";
            case "release" -> Client.path("no-such-account") + "/holds/" + part + "/release";
            case "unfreeze" -> Client.path("no-such-account") + "/unfreeze";
            default -> row.path().apply("no-such-account");
        };
    }

    @TestFactory
    Stream<DynamicTest> an_unknown_account_is_404_even_with_a_wrong_body() {
        return rows().stream()
                .filter(row -> pathWithoutAccount(row).contains("no-such-account"))
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    var reply = call(LEDGER.admin(), row, "no-such-account", row.wrong(), row.wrong());
                    assertProblem(reply, 404, "account_not_found");
                }));
    }

    static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).describedAs(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.text("type")).isEqualTo("/problems/" + code);
        assertThat(reply.body().path("status").asInt()).isEqualTo(status);
        assertThat(reply.text("title")).isNotEmpty();
        assertThat(reply.text("detail")).isNotEmpty();
        assertThat(reply.header("Request-Id")).hasValue(reply.text("requestId"));
    }
}
