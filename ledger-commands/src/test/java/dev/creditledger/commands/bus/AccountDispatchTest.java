package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.key;
import static dev.creditledger.commands.Samples.reverse;
import static dev.creditledger.commands.bus.Node.await;
import static dev.creditledger.commands.bus.Node.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountDispatchTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private final AccountId account = new AccountId("account-" + ACCOUNTS.incrementAndGet());
    private final Node node = new Node(DATABASE);

    @AfterEach
    void stop() {
        node.close();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void an_accepted_command_is_in_the_log_where_its_answer_says() {
        node.openWith(account, 10);

        var outcome = (Accepted) node.now(deduct(account, 4, "chat"), "chat");

        assertThat(outcome.replayed()).isFalse();
        var stored = node.log.after(outcome.position() - 1, 1).getFirst();
        assertThat(stored.event()).isEqualTo(outcome.event());
        assertThat(stored.key()).contains(key("chat"));
        assertThat(((AccountEvent) outcome.event()).balance().available()).isEqualTo(credits(6));
    }

    @Test
    void the_answer_follows_what_was_due_and_has_the_later_position() {
        var expiry = NOON.plusSeconds(60);
        node.openWith(account, 10);
        node.now(grant(account, 5, "short", NOON, Optional.of(expiry)), "short");

        var outcome = (Accepted) node.now(deduct(account, 1, "chat", expiry), "chat");

        assertThat(node.events(account))
                .extracting(stored -> stored.event().getClass().getSimpleName())
                .endsWith("CreditsExpired", "CreditsDeducted");
        assertThat(node.events(account).getLast().position()).isEqualTo(outcome.position());
    }

    @Test
    void a_rejection_is_an_answer_and_writes_nothing() {
        node.openWith(account, 10);

        assertThat(node.now(deduct(account, 11, "chat"), "chat"))
                .isEqualTo(new Rejected(new InsufficientCredits(credits(11), credits(10))));
        assertThat(node.events(account)).hasSize(2);
    }

    @Test
    void a_command_to_an_account_that_does_not_exist_is_rejected() {
        assertThat(node.now(deduct(account, 1, "chat"), "chat")).isEqualTo(new Rejected(new NoSuchAccount(account)));
    }

    @Test
    void whether_an_amount_may_be_spent_is_decided_where_it_would_be_spent() {
        node.openWith(account, 10);
        node.now(deduct(account, 4, "chat"), "chat");

        assertThat(await(node.dispatch.authorize(account, credits(6), NOON)))
                .isEqualTo(new Outcome.Authorized(new Authorization(true, credits(6), credits(6))));
        assertThat(await(node.dispatch.authorize(account, credits(7), NOON)))
                .isEqualTo(new Outcome.Authorized(new Authorization(false, credits(7), credits(6))));
        assertThat(await(node.dispatch.authorize(new AccountId("nobody"), credits(1), NOON)))
                .isEqualTo(new Rejected(new NoSuchAccount(new AccountId("nobody"))));
    }

    @Test
    void a_node_that_may_not_write_refuses_commands_and_answers_questions() {
        node.openWith(account, 10);
        var before = node.events(account);
        node.refusal = Optional.of("the clock is wrong");

        assertThat(node.now(deduct(account, 4, "chat"), "chat"))
                .isEqualTo(new Outcome.Unavailable("the clock is wrong"));
        assertThat(await(node.dispatch.authorize(account, credits(6), NOON)))
                .isEqualTo(new Outcome.Authorized(new Authorization(true, credits(6), credits(10))));
        assertThat(node.events(account)).hasSameSizeAs(before);

        node.refusal = Optional.empty();
        assertThat(node.now(deduct(account, 4, "chat"), "chat")).isInstanceOf(Accepted.class);
    }

    @Test
    void a_command_without_a_key_writes_nothing_when_nothing_is_due() {
        node.openWith(account, 10);
        var settle =
                new Submission(new SettleDue(account, NOON), Cause.system("settle-due", "request"), Optional.empty());

        assertThat(await(node.dispatch.submit(settle))).isEqualTo(new Outcome.NothingToDo());
    }

    @Test
    void commands_of_one_account_are_decided_in_the_order_given() {
        node.openWith(account, 10);

        var outcomes = node.dispatch.submitAll(List.of(
                submission(deduct(account, 11, "early"), "early"),
                submission(grant(account, 5, "more"), "more"),
                submission(deduct(account, 11, "late"), "late")));

        assertThat(await(outcomes.get(0))).isInstanceOf(Rejected.class);
        assertThat(await(outcomes.get(1))).isInstanceOf(Accepted.class);
        assertThat(await(outcomes.get(2))).isInstanceOf(Accepted.class);
    }

    @Test
    void threads_that_spend_one_account_never_overspend() {
        node.openWith(account, 1_000);

        var outcomes = Callers.of(64).each(40, name -> node.now(deduct(account, 1, name), name));

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(1_000);
        assertThat(outcomes).filteredOn(Rejected.class::isInstance).hasSize(64 * 40 - 1_000);
        var replayed = node.replayed(account);
        assertThat(replayed.balance().available()).isEqualTo(Credits.ZERO);
        assertThat(replayed.totals().deducted()).isEqualTo(credits(1_000));
        assertThat(node.events(account))
                .extracting(StoredEvent::sequence)
                .isSorted()
                .hasSize(1_002);
    }

    @Test
    void every_answer_of_many_accounts_is_true_and_every_position_is_used_once() {
        var accounts = IntStream.range(0, 50)
                .mapToObj(i -> new AccountId(account + "-" + i))
                .toList();
        accounts.forEach(each -> node.openWith(each, 20));

        var outcomes = Callers.of(16).each(100, name -> {
            var of = accounts.get(Math.floorMod(name.hashCode(), accounts.size()));
            return node.now(deduct(of, 1, name), name);
        });

        var accepted = outcomes.stream()
                .filter(Accepted.class::isInstance)
                .map(Accepted.class::cast)
                .toList();
        assertThat(accepted).extracting(Accepted::position).doesNotHaveDuplicates();
        assertThat(accepted)
                .allSatisfy(each -> assertThat(node.log
                                .after(each.position() - 1, 1)
                                .getFirst()
                                .event())
                        .isEqualTo(each.event()));
        assertThat(accounts.stream()
                        .mapToLong(each -> node.events(each).size() - 2)
                        .sum())
                .isEqualTo(accepted.size());
    }

    @Test
    void a_deduction_reversed_twice_at_once_is_reversed_once() {
        node.openWith(account, 10);

        var outcomes = node
                .dispatch
                .submitAll(List.of(
                        submission(deduct(account, 8, "chat"), "chat"),
                        submission(reverse(account, "chat", Optional.of(credits(5)), "back-1"), "back-1"),
                        submission(reverse(account, "chat", Optional.of(credits(5)), "back-2"), "back-2"),
                        submission(reverse(account, "chat", Optional.empty(), "back-3"), "back-3")))
                .stream()
                .map(Node::await)
                .toList();

        assertThat(outcomes.get(1)).isInstanceOf(Accepted.class);
        assertThat(outcomes.get(2)).isEqualTo(new Rejected(new ReversalExceedsDeduction(credits(5), credits(3))));
        assertThat(outcomes.get(3)).isInstanceOf(Accepted.class);
        assertThat(node.replayed(account).balance().available()).isEqualTo(credits(10));
    }
}
