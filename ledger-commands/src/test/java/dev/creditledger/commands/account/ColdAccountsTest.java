package dev.creditledger.commands.account;

import static dev.creditledger.commands.Samples.deduct;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.bus.BusSettings;
import dev.creditledger.commands.bus.Node;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.log.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ColdAccountsTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final int MANY = 250;

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void many_accounts_are_read_together_as_each_is_by_itself() {
        var ids = ids("together", MANY);
        List<AccountState> read;
        try (var node = new Node(DATABASE)) {
            for (var i = 0; i < MANY; i++) {
                node.openWith(ids.get(i), 1_000);
                for (var deduction = 0; deduction < i % 5; deduction++) {
                    node.now(deduct(ids.get(i), 1, "chat-" + deduction), "chat-" + deduction);
                }
                if (i % 3 == 0) {
                    var state = node.root(ids.get(i));
                    node.snapshots.store(
                            state, node.events(ids.get(i)).getLast().sequence());
                    node.now(deduct(ids.get(i), 1, "later"), "later");
                }
            }
            read = new ColdAccounts(node.log, node.snapshots).read(ids);

            assertThat(read).hasSize(MANY).allSatisfy(state -> {
                var id = state.account().id();
                assertThat(state.account()).isEqualTo(node.root(id));
                assertThat(state.sequence()).isEqualTo(node.events(id).getLast().sequence());
            });
        }
    }

    @Test
    void one_that_was_never_opened_is_blank() {
        try (var node = new Node(DATABASE)) {
            var read = new ColdAccounts(node.log, node.snapshots).read(ids("never", 2));

            assertThat(read).extracting(AccountState::sequence).containsOnly(AccountState.BLANK);
        }
    }

    @Test
    void one_that_lost_its_snapshots_and_has_a_long_history_is_left_to_be_read_by_itself() {
        var busy = new AccountId("long-history");
        try (var node = new Node(DATABASE, DATABASE.app(), new BusSettings(1, 10_000, 1_000, 10_000, 1_000_000))) {
            node.openWith(busy, 10_000);
            var outcomes = IntStream.range(0, 1_001)
                    .mapToObj(i -> node.submit(deduct(busy, 1, "chat-" + i), "chat-" + i))
                    .toList();
            outcomes.forEach(Node::await);

            assertThat(new ColdAccounts(node.log, node.snapshots).read(List.of(busy)))
                    .isEmpty();
        }
        try (var restarted = new Node(DATABASE)) {
            assertThat(restarted.now(deduct(busy, 1, "after"), "after")).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void an_account_that_cannot_be_read_takes_nobody_with_it() throws Exception {
        var ids = ids("beside", 20);
        var unreadable = ids.get(7);
        try (var node = new Node(DATABASE)) {
            ids.forEach(id -> node.openWith(id, 100));
        }
        try (var connection = DATABASE.superuser().getConnection();
                var damage = connection.prepareStatement("""
                        UPDATE log.event SET payload = '{}'
                        WHERE sequence = 1 AND aggregate = (SELECT id FROM log.aggregate WHERE name = ?)""")) {
            damage.setString(1, unreadable.value());
            assertThat(damage.executeUpdate()).isOne();
        }

        try (var restarted = new Node(DATABASE)) {
            var outcomes = ids.stream()
                    .map(id -> restarted.submit(deduct(id, 1, "chat"), "chat"))
                    .toList();

            for (var i = 0; i < ids.size(); i++) {
                if (ids.get(i).equals(unreadable)) {
                    assertThat(outcomes.get(i)).failsWithin(Duration.ofSeconds(30));
                } else {
                    assertThat(Node.await(outcomes.get(i))).isInstanceOf(Outcome.Accepted.class);
                }
            }
        }
    }

    private static List<AccountId> ids(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new AccountId(name + "-" + i))
                .toList();
    }
}
