package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.domain.account.AccountRejection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each reason why an account says no is one problem, with the numbers that matter. */
class ProblemsTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();

    private record Case(Problem problem, Supplier<Reply> provoke, List<String> members) {
        Case(Problem problem, Supplier<Reply> provoke, String... members) {
            this(problem, provoke, List.of(members));
        }
    }

    private static Map<Class<? extends AccountRejection>, Case> cases() {
        var cases = new LinkedHashMap<Class<? extends AccountRejection>, Case>();
        cases.put(
                AccountRejection.NoSuchAccount.class,
                new Case(Problem.ACCOUNT_NOT_FOUND, () -> ADMIN.deduct("nobody-s", "1"), "accountId"));
        cases.put(
                AccountRejection.AccountAlreadyExists.class,
                new Case(
                        Problem.ACCOUNT_EXISTS,
                        () -> ADMIN.post("/api/v1/accounts", "{\"accountId\":\"" + ADMIN.open() + "\"}"),
                        "accountId"));
        cases.put(
                AccountRejection.AccountIsFrozen.class,
                new Case(Problem.ACCOUNT_FROZEN, () -> ADMIN.deduct(frozen(), "1"), "accountId"));
        cases.put(
                AccountRejection.AccountIsNotFrozen.class,
                new Case(Problem.ACCOUNT_NOT_FROZEN, () -> status(ADMIN.open(), "unfreeze"), "accountId"));
        cases.put(
                AccountRejection.AccountIsClosed.class,
                new Case(Problem.ACCOUNT_CLOSED, () -> ADMIN.deduct(closed(), "1"), "accountId"));
        cases.put(
                AccountRejection.AccountNotEmpty.class,
                new Case(
                        Problem.ACCOUNT_NOT_EMPTY,
                        () -> status(ADMIN.openWith("5"), "closure"),
                        "accountId",
                        "balance",
                        "openHolds"));
        cases.put(
                AccountRejection.InsufficientCredits.class,
                new Case(
                        Problem.INSUFFICIENT_CREDITS,
                        () -> ADMIN.deduct(ADMIN.openWith("10"), "12.5"),
                        "required",
                        "available",
                        "shortfall"));
        cases.put(
                AccountRejection.NoSuchGrant.class,
                new Case(Problem.GRANT_NOT_FOUND, () -> about(ADMIN.open(), "grants", "revocation"), "grantId"));
        cases.put(
                AccountRejection.NoSuchDeduction.class,
                new Case(
                        Problem.DEDUCTION_NOT_FOUND,
                        () -> about(ADMIN.open(), "deductions", "reversal"),
                        "deductionId"));
        cases.put(
                AccountRejection.NoSuchHold.class,
                new Case(
                        Problem.HOLD_NOT_FOUND,
                        () -> release(ADMIN.open(), UUID.randomUUID().toString()),
                        "holdId"));
        cases.put(
                AccountRejection.HoldIsClosed.class,
                new Case(Problem.HOLD_CLOSED, ProblemsTest::releaseTwice, "holdId"));
        cases.put(
                AccountRejection.LimitReached.class,
                new Case(Problem.LIMIT_REACHED, ProblemsTest::oneHoldTooMany, "limit", "max"));
        cases.put(
                AccountRejection.CaptureExceedsHold.class,
                new Case(Problem.CAPTURE_EXCEEDS_HOLD, ProblemsTest::captureTooMuch, "requested", "held"));
        cases.put(
                AccountRejection.ReversalExceedsDeduction.class,
                new Case(Problem.REVERSAL_EXCEEDS_DEDUCTION, ProblemsTest::reverseTooMuch, "requested", "reversible"));
        cases.put(
                AccountRejection.GrantExpiredBeforeStart.class,
                new Case(
                        Problem.GRANT_EXPIRED_BEFORE_START,
                        () -> grant(ADMIN.open(), "\"amount\":1,\"expiresAt\":\"2001-01-01T00:00:00Z\""),
                        "effectiveAt",
                        "expiresAt"));
        cases.put(
                AccountRejection.LifetimeLimitExceeded.class,
                new Case(
                        Problem.LIFETIME_LIMIT_EXCEEDED,
                        () -> grant(ADMIN.openWith("1"), "\"amount\":999999999.999999"),
                        "granted",
                        "requested",
                        "max"));
        cases.put(
                AccountRejection.SpendingStopped.class,
                new Case(Problem.SPENDING_STOPPED, () -> ADMIN.deduct(suspended(), "1"), "accountId", "reason"));
        cases.put(
                AccountRejection.UsageUncovered.class,
                new Case(Problem.USAGE_UNCOVERED, () -> ADMIN.deduct(uncovered(), "1"), "uncovered"));
        cases.put(
                AccountRejection.UncoveredLimitExceeded.class,
                new Case(
                        Problem.UNCOVERED_LIMIT_EXCEEDED,
                        ProblemsTest::recordTooMuch,
                        "uncovered",
                        "requested",
                        "max"));
        cases.put(
                AccountRejection.WriteOffExceedsUncovered.class,
                new Case(
                        Problem.WRITE_OFF_EXCEEDS_UNCOVERED,
                        () -> status(ADMIN.open(), "uncovered/write-off"),
                        "requested",
                        "uncovered"));
        cases.put(
                AccountRejection.UnknownFeature.class,
                new Case(
                        Problem.UNKNOWN_FEATURE,
                        () -> featureUse(ADMIN.openWith("5"), "telepathy", "1"),
                        "feature",
                        "near"));
        cases.put(
                AccountRejection.QuantityTooLarge.class,
                new Case(
                        Problem.QUANTITY_TOO_LARGE,
                        () -> featureUse(ADMIN.openWith("5"), priced("dubbing", "2"), "999999999"),
                        "feature",
                        "quantity"));
        cases.put(
                AccountRejection.UnknownModel.class,
                new Case(Problem.UNKNOWN_MODEL, ProblemsTest::usageOfUnknownModel, "vendor", "model", "near"));
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> a_rejection_is_its_problem() {
        return cases().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey().getSimpleName(), () -> {
                    var problem = entry.getValue().problem();
                    var reply = entry.getValue().provoke().get();
                    assertProblem(reply, problem.status(), problem.code());
                    for (var member : entry.getValue().members()) {
                        assertThat(reply.body().has(member))
                                .describedAs(member + " in " + reply.text())
                                .isTrue();
                    }
                }));
    }

    @Test
    void every_rejection_has_a_problem_and_no_two_the_same() {
        var cases = cases();

        assertThat(cases.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AccountRejection.class.getPermittedSubclasses())
                        .map(type -> type.asSubclass(AccountRejection.class))
                        .toList());
        assertThat(cases.values().stream().map(Case::problem)).doesNotHaveDuplicates();
    }

    @Test
    void the_documentation_lists_every_problem_and_explains_it() {
        var document = LEDGER.nobody().get("/openapi.json").expect(200).text();

        for (var problem : Problem.values()) {
            assertThat(document).contains("\"/problems/" + problem.code() + "\"");
            var explanation = LEDGER.nobody().get(problem.type()).expect(200);
            assertThat(explanation.body().path("status").asInt()).isEqualTo(problem.status());
        }
        assertProblem(LEDGER.nobody().get("/problems/bad_mood"), 404, "not_found");
    }

    @Test
    void codes_are_those_that_callers_rely_on() {
        assertThat(Arrays.stream(Problem.values()).map(Problem::code).collect(Collectors.toSet()))
                .contains(
                        "insufficient_credits",
                        "account_not_found",
                        "grant_not_found",
                        "deduction_not_found",
                        "hold_not_found",
                        "account_exists",
                        "account_frozen",
                        "account_closed",
                        "account_not_empty",
                        "hold_closed",
                        "limit_reached",
                        "capture_exceeds_hold",
                        "reversal_exceeds_deduction",
                        "grant_expired_before_start",
                        "lifetime_limit_exceeded",
                        "unknown_model",
                        "rate_limited",
                        "overloaded",
                        "outcome_unknown",
                        "projection_behind",
                        "not_your_account",
                        "invalid_request",
                        "idempotency_key_required",
                        "idempotency_key_reused",
                        "idempotency_key_in_use");
    }

    private static String frozen() {
        var account = ADMIN.openWith("5");
        status(account, "freeze").expect(201);
        return account;
    }

    private static String closed() {
        var account = ADMIN.open();
        status(account, "closure").expect(201);
        return account;
    }

    private static String suspended() {
        var account = ADMIN.openWith("5");
        for (var status : List.of("active", "suspended")) {
            ADMIN.send(
                            "PUT",
                            Client.path(account) + "/subscription",
                            "{\"tier\":\"perpetual\",\"status\":\"" + status + "\"}")
                    .expect(200);
        }
        return account;
    }

    private static String uncovered() {
        var account = ADMIN.open();
        ADMIN.post(
                        Client.path(account) + "/usage",
                        "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":1000,\"outputTokens\":1,"
                                + "\"onInsufficient\":\"record\"}")
                .expect(201);
        return account;
    }

    private static Reply recordTooMuch() {
        var account = ADMIN.open();
        return Stream.generate(() -> ADMIN.post(
                        Client.path(account) + "/usage",
                        "{\"vendor\":\"openai\",\"model\":\"gpt-5.5-pro-2026-04-23\",\"inputTokens\":1000000000,"
                                + "\"outputTokens\":1000000000,\"onInsufficient\":\"record\"}"))
                .limit(100)
                .filter(reply -> reply.status() != 201)
                .findFirst()
                .orElseThrow();
    }

    /** In force from now on. */
    private static String priced(String feature, String credits) {
        ADMIN.send(
                        "PUT",
                        "/api/v1/admin/features/" + feature,
                        "{\"unit\":\"second\",\"credits\":" + credits + ",\"reason\":\"a test\"}")
                .expect(200);
        ADMIN.send("POST", "/dev/clock", "{\"advance\":\"PT6S\"}").expect(200);
        return feature;
    }

    private static Reply featureUse(String account, String feature, String quantity) {
        return ADMIN.post(
                Client.path(account) + "/deductions",
                "{\"feature\":\"" + feature + "\",\"quantity\":" + quantity + "}");
    }

    private static Reply status(String account, String change) {
        return ADMIN.post(Client.path(account) + "/" + change, "{\"reason\":\"a test\"}");
    }

    private static Reply about(String account, String what, String change) {
        return ADMIN.post(
                Client.path(account) + "/" + what + "/" + UUID.randomUUID() + "/" + change, "{\"reason\":\"a test\"}");
    }

    private static Reply release(String account, String hold) {
        return ADMIN.post(Client.path(account) + "/holds/" + hold + "/release", "{}");
    }

    private static Reply releaseTwice() {
        var account = ADMIN.openWith("5");
        var hold = ADMIN.hold(account, "1").text("holdId");
        release(account, hold).expect(201);
        return release(account, hold);
    }

    private static Reply oneHoldTooMany() {
        var account = ADMIN.openWith("2000");
        var items = Stream.generate(() -> "{\"idempotencyKey\":\"" + UUID.randomUUID() + "\",\"accountId\":\"" + account
                        + "\",\"kind\":\"hold\",\"amount\":1}")
                .limit(1_000)
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
        ADMIN.post("/api/v1/batches", items).expect(200);
        return ADMIN.post(Client.path(account) + "/holds", "{\"amount\":1}");
    }

    private static Reply captureTooMuch() {
        var account = ADMIN.openWith("20");
        var hold = ADMIN.hold(account, "10").text("holdId");
        return ADMIN.post(Client.path(account) + "/holds/" + hold + "/capture", "{\"amount\":12}");
    }

    private static Reply reverseTooMuch() {
        var account = ADMIN.openWith("20");
        var deduction = ADMIN.deduct(account, "10").text("deductionId");
        return ADMIN.post(
                Client.path(account) + "/deductions/" + deduction + "/reversal",
                "{\"amount\":12,\"reason\":\"a test\"}");
    }

    private static Reply grant(String account, String fields) {
        return ADMIN.post(
                Client.path(account) + "/grants", "{" + fields + ",\"source\":\"bonus\",\"reason\":\"a test\"}");
    }

    private static Reply usageOfUnknownModel() {
        var reply = ADMIN.post(
                Client.path(ADMIN.openWith("5")) + "/usage",
                "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mino\",\"inputTokens\":1,\"outputTokens\":1}");
        assertThat(reply.at("/near/0").asString()).isEqualTo("openai/gpt-4o-mini");
        return reply;
    }
}
