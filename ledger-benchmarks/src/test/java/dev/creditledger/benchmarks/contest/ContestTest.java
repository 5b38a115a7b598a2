package dev.creditledger.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.benchmarks.machine.Workspace;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sides keep the same promises: only then is it fair to compare how fast they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContestTest {

    private static final int CALLERS = 16;
    private static final Traffic TEN_CHARGES = new Traffic(Credits.of(1), Credits.of(10));

    private final Workspace workspace = Workspace.in(Path.of("target"));
    private final BenchDatabase database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")));
    private final Ours ours = Ours.start(database, Ours.NAME);
    private final Stock stock = Stock.start(database, CALLERS);

    @AfterAll
    void stop() {
        ours.close();
        stock.close();
        workspace.close();
    }

    List<Contender> contenders() {
        return List.of(ours, stock);
    }

    @Test
    void nothing_that_is_measured_may_be_lost() {
        assertThat(database.settings())
                .containsEntry("fsync", "on")
                .containsEntry("synchronous_commit", "on")
                .containsEntry("full_page_writes", "on");
    }

    @Test
    void both_sides_store_every_deduction_that_they_acknowledge() {
        var accounts = accounts("stored", 100);
        var before = contenders().stream().map(Contender::stored).toList();
        var contest = new Contest(database, accounts, Traffic.SMALL_CHARGES);
        contenders().forEach(contender -> contest.enter(contender, 150));

        var rounds = contest.rounds(Scenario.uniform(CALLERS, accounts.size()), 2, Duration.ofMillis(500));

        assertThat(rounds).containsOnlyKeys(Ours.NAME, Stock.NAME);
        assertThat(rounds.values())
                .allSatisfy(turns -> assertThat(turns).hasSize(2).allSatisfy(turn -> {
                    assertThat(turn.measured().accepted()).isPositive();
                    assertThat(turn.databaseMicros()).isPositive();
                }));
        var checks = contest.checks();
        for (var i = 0; i < checks.size(); i++) {
            var check = checks.get(i);
            assertThat(check.stored().deductions() - before.get(i).deductions()).isEqualTo(check.acknowledged());
            assertThat(check.stored().deducted().minus(before.get(i).deducted()).millionths())
                    .isEqualTo(check.acknowledged() * check.price().millionths());
            assertThat(check.stored().overspent()).isZero();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("contenders")
    void an_account_is_never_overspent(Contender contender) throws Exception {
        var account = account(contender, "spent");
        contender.prepare(List.of(account), TEN_CHARGES, 0);

        var answers = fromManyCallers(100, () -> contender.submit(TEN_CHARGES.charge(account)));

        assertThat(Collections.frequency(answers, Answer.ACCEPTED)).isEqualTo(10);
        assertThat(Collections.frequency(answers, Answer.REFUSED)).isEqualTo(90);
        assertThat(contender.stored().overspent()).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("contenders")
    void a_key_has_one_effect(Contender contender) throws Exception {
        var account = account(contender, "repeated");
        var key = new IdempotencyKey("once");
        contender.prepare(List.of(account), TEN_CHARGES, 0);

        var answers =
                fromManyCallers(50, () -> contender.submit(TEN_CHARGES.charge(account, key, TEN_CHARGES.price())));

        assertThat(Collections.frequency(answers, Answer.ACCEPTED)).isEqualTo(1);
        assertThat(Collections.frequency(answers, Answer.REPLAYED)).isEqualTo(49);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("contenders")
    void a_key_belongs_to_one_request(Contender contender) throws Exception {
        var account = account(contender, "reused");
        var key = new IdempotencyKey("once");
        contender.prepare(List.of(account), TEN_CHARGES, 0);

        contender.submit(TEN_CHARGES.charge(account, key, Credits.of(1)));

        assertThat(contender.submit(TEN_CHARGES.charge(account, key, Credits.of(2))))
                .isEqualTo(Answer.KEY_REUSED);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("contenders")
    void the_charge_that_emptied_the_account_can_be_repeated(Contender contender) throws Exception {
        var account = account(contender, "emptied");
        var key = new IdempotencyKey("all");
        contender.prepare(List.of(account), TEN_CHARGES, 0);

        assertThat(contender.submit(TEN_CHARGES.charge(account, key, Credits.of(10))))
                .isEqualTo(Answer.ACCEPTED);
        assertThat(contender.submit(TEN_CHARGES.charge(account, key, Credits.of(10))))
                .isEqualTo(Answer.REPLAYED);
        assertThat(contender.submit(TEN_CHARGES.charge(account))).isEqualTo(Answer.REFUSED);
    }

    private static AccountId account(Contender contender, String name) {
        return new AccountId(name + ":" + contender.name());
    }

    private static List<AccountId> accounts(String name, int count) {
        return Traffic.accounts(count).stream()
                .map(account -> new AccountId(name + ":" + account))
                .toList();
    }

    private static List<Answer> fromManyCallers(int calls, Callable<Answer> call) throws Exception {
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            return threads.invokeAll(Collections.nCopies(calls, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
