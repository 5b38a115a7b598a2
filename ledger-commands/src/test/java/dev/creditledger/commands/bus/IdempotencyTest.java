package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.bus.Node.await;
import static dev.creditledger.commands.bus.Node.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.log.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private final AccountId account = new AccountId("account-" + ACCOUNTS.incrementAndGet());
    private Node node = new Node(DATABASE);

    @AfterEach
    void stop() {
        node.close();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void the_same_key_from_many_threads_has_one_effect() {
        node.openWith(account, 10);

        var outcomes = Callers.of(16).each(5, _ -> node.now(deduct(account, 4, "chat"), "chat"));

        assertThat(outcomes).allMatch(Accepted.class::isInstance);
        var answers = outcomes.stream().map(Accepted.class::cast).toList();
        assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
        assertThat(answers)
                .extracting(Accepted::event)
                .containsOnly(answers.getFirst().event());
        assertThat(answers)
                .extracting(Accepted::position)
                .containsOnly(answers.getFirst().position());
        assertThat(node.replayed(account).balance().available()).isEqualTo(credits(6));
    }

    @Test
    void the_retry_of_the_charge_that_emptied_the_account_gets_its_first_answer() {
        node.openWith(account, 10);
        var first = (Accepted) node.now(deduct(account, 10, "all"), "all");
        var again = new Accepted(first.event(), first.position(), true);

        assertThat(node.now(deduct(account, 10, "all"), "all")).isEqualTo(again);
        restart();
        assertThat(node.now(deduct(account, 10, "all"), "all")).isEqualTo(again);
        assertThat(node.now(deduct(account, 10, "other"), "other")).isInstanceOf(Rejected.class);
    }

    @Test
    void a_retry_is_told_from_a_new_command_when_the_account_is_not_in_memory() {
        node.close();
        node = new Node(DATABASE, DATABASE.app(), new BusSettings(1, 100, 100, 1, 500));
        node.openWith(account, 10);

        var first = (Accepted) node.now(deduct(account, 4, "chat"), "chat");

        assertThat(node.now(deduct(account, 4, "chat"), "chat"))
                .isEqualTo(new Accepted(first.event(), first.position(), true));
        assertThat(node.replayed(account).balance().available()).isEqualTo(credits(6));
    }

    @Test
    void other_content_or_another_caller_under_the_same_key_is_refused() {
        node.openWith(account, 10);
        var chat = deduct(account, 4, "chat");
        node.dispatch.submit(submission(chat, "chat", "POST by alice: 4")).join();

        assertThat(outcome(submission(deduct(account, 5, "chat"), "chat", "POST by alice: 5")))
                .isEqualTo(new KeyReused());
        assertThat(outcome(submission(chat, "chat", "POST by mallory: 4"))).isEqualTo(new KeyReused());
        restart();
        assertThat(outcome(submission(chat, "chat", "POST by mallory: 4"))).isEqualTo(new KeyReused());
        assertThat(node.replayed(account).balance().available()).isEqualTo(credits(6));
    }

    @Test
    void a_retry_that_is_rated_differently_by_now_gets_its_first_answer() {
        node.openWith(account, 10);
        var first = (Accepted) outcome(submission(deduct(account, 4, "chat"), "chat", "1,000 tokens"));
        restart();

        assertThat(outcome(submission(deduct(account, 9, "chat"), "chat", "1,000 tokens")))
                .isEqualTo(new Accepted(first.event(), first.position(), true));
    }

    @Test
    void a_rejection_is_not_remembered() {
        node.openWith(account, 10);
        assertThat(node.now(deduct(account, 11, "chat"), "chat")).isInstanceOf(Rejected.class);

        node.now(grant(account, 5, "more"), "more");

        assertThat(node.now(deduct(account, 11, "chat"), "chat")).isInstanceOf(Accepted.class);
    }

    @Test
    void everybody_retries_after_a_restart_while_others_go_on() {
        node.openWith(account, 1_000);
        var old = IntStream.range(0, 400)
                .mapToObj(i -> submission(deduct(account, 1, "old-" + i), "old-" + i))
                .toList();
        var first = outcomes(old);
        restart();

        var fresh = IntStream.range(0, 400)
                .mapToObj(i -> submission(deduct(account, 1, "new-" + i), "new-" + i))
                .toList();
        var mixed = outcomes(IntStream.range(0, 400)
                .boxed()
                .flatMap(i -> Stream.of(old.get(i), fresh.get(i)))
                .toList());

        for (var i = 0; i < 400; i++) {
            var answer = (Accepted) first.get(i);
            assertThat(mixed.get(2 * i)).isEqualTo(new Accepted(answer.event(), answer.position(), true));
            assertThat(mixed.get(2 * i + 1))
                    .isInstanceOfSatisfying(
                            Accepted.class, it -> assertThat(it.replayed()).isFalse());
        }
        assertThat(node.replayed(account).totals().deducted()).isEqualTo(credits(800));
    }

    private void restart() {
        node.close();
        node = new Node(DATABASE);
    }

    private Outcome outcome(Submission submission) {
        return await(node.dispatch.submit(submission));
    }

    private List<Outcome> outcomes(List<Submission> submissions) {
        return node.dispatch.submitAll(submissions).stream().map(Node::await).toList();
    }
}
