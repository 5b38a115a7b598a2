package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.reverse;
import static dev.creditledger.commands.bus.Node.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Overloaded;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.log.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that write to the same accounts although each should have its own. */
class SeveralNodesTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private final AccountId account = new AccountId("account-" + ACCOUNTS.incrementAndGet());
    private final Node here = new Node(DATABASE);
    private final Node there = new Node(DATABASE);

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void nodes_that_race_on_one_account_neither_double_nor_lose_anything() {
        here.openWith(account, 500);
        var nodes = List.of(here, there);

        var outcomes = Callers.of(16).each(50, name -> {
            var node = nodes.get(Math.floorMod(name.hashCode(), nodes.size()));
            return untilDecided(node, name);
        });

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(500);
        assertThat(outcomes).filteredOn(Rejected.class::isInstance).hasSize(300);
        assertThat(here.replayed(account).totals().deducted()).isEqualTo(credits(500));
        assertThat(here.replayed(account).balance().available()).isEqualTo(Credits.ZERO);
        assertThat(here.count("ledger.commands.conflicts") + there.count("ledger.commands.conflicts"))
                .isPositive();
    }

    @Test
    void the_same_key_on_two_nodes_has_one_effect() {
        here.openWith(account, 100);
        var nodes = List.of(here, there);

        var outcomes = Callers.of(16)
                .each(
                        1,
                        name -> nodes.get(Math.floorMod(name.hashCode(), nodes.size()))
                                .now(deduct(account, 60, "chat"), "chat"));

        assertThat(outcomes).allMatch(Accepted.class::isInstance);
        assertThat(outcomes).filteredOn(it -> !((Accepted) it).replayed()).hasSize(1);
        assertThat(here.replayed(account).balance().available()).isEqualTo(credits(40));
    }

    @Test
    void nothing_is_refused_because_of_what_another_node_has_changed() {
        here.openWith(account, 10);
        here.now(deduct(account, 10, "all"), "all");
        there.now(grant(account, 5, "more"), "more");

        assertThat(await(here.dispatch.authorize(account, credits(5), NOON)))
                .isEqualTo(new Outcome.Authorized(new Authorization(true, credits(5), credits(5))));
        there.now(grant(account, 5, "still-more"), "still-more");
        assertThat(here.now(deduct(account, 10, "chat"), "chat")).isInstanceOf(Accepted.class);
    }

    @Test
    void an_account_that_another_node_has_opened_exists() {
        assertThat(here.now(deduct(account, 1, "early"), "early")).isInstanceOf(Rejected.class);
        there.openWith(account, 10);

        assertThat(here.now(deduct(account, 1, "late"), "late")).isInstanceOf(Accepted.class);
    }

    @Test
    void a_deduction_is_not_reversed_beyond_what_another_node_has_left_of_it() {
        here.openWith(account, 10);
        here.now(deduct(account, 10, "chat"), "chat");
        there.now(reverse(account, "chat", Optional.of(credits(7)), "back-there"), "back-there");

        var outcome = here.now(reverse(account, "chat", Optional.of(credits(7)), "back-here"), "back-here");

        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(here.replayed(account).balance().available()).isEqualTo(credits(7));
    }

    @Test
    void a_handler_that_breaks_on_an_old_state_is_asked_again() {
        here.openWith(account, 10);
        there.now(deduct(account, 10, "chat"), "chat");

        assertThat(here.now(reverse(account, "chat", Optional.empty(), "back"), "back"))
                .isInstanceOf(Accepted.class);
        assertThat(here.replayed(account).balance().available()).isEqualTo(credits(10));
    }

    @Test
    void a_conflict_on_one_account_lets_the_others_of_its_batch_pass() {
        var accounts = IntStream.range(0, 20)
                .mapToObj(i -> new AccountId(account + "-" + i))
                .toList();
        accounts.forEach(each -> here.openWith(each, 10));
        there.now(deduct(accounts.get(7), 9, "there"), "there");

        var outcomes = here
                .dispatch
                .submitAll(accounts.stream()
                        .map(each -> Node.submission(deduct(each, 5, "here"), "here"))
                        .toList())
                .stream()
                .map(Node::await)
                .toList();

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(19);
        assertThat(outcomes.get(7)).isInstanceOf(Rejected.class);
    }

    private Outcome untilDecided(Node node, String name) {
        var outcome = node.now(deduct(account, 1, name), name);
        while (outcome instanceof Overloaded) {
            outcome = node.now(deduct(account, 1, name), name);
        }
        return outcome;
    }
}
