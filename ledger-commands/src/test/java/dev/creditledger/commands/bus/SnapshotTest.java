package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.capture;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.hold;
import static dev.creditledger.commands.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Samples;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.SnapshotCodec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final BusSettings SNAPSHOT_EVERY_10 = new BusSettings(1, 1_000, 100, 10_000, 10);

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void an_account_read_from_its_snapshot_and_what_follows_is_the_account_of_all_its_events() {
        var account = new AccountId("snapshot-and-tail");
        try (var node = new Node(DATABASE, DATABASE.app(), SNAPSHOT_EVERY_10)) {
            node.openWith(account, 1_000);
            for (var i = 0; i < 33; i++) {
                node.now(deduct(account, i + 1, "chat-" + i), "chat-" + i);
            }
            Awaitility.await()
                    .until(() -> node.snapshots
                            .find(account.value())
                            .filter(it -> it.sequence() == 29)
                            .isPresent());
        }

        try (var restarted = new Node(DATABASE, DATABASE.app(), SNAPSHOT_EVERY_10)) {
            var snapshot = restarted.snapshots.find(account.value()).orElseThrow();
            var state = snapshot.account();
            for (var stored : restarted.log.ofAggregate(account.value(), snapshot.sequence() + 1, 100)) {
                state = state.evolve((BoundEvent) stored.event());
            }
            assertThat(state).isEqualTo(restarted.root(account));

            var left = restarted.replayed(account).balance().available();
            assertThat(restarted.now(deduct(account, 1, "after"), "after"))
                    .isInstanceOfSatisfying(
                            Outcome.Accepted.class,
                            it -> assertThat(((BoundEvent) it.event()).balance().available())
                                    .isEqualTo(left.minus(Samples.credits(1))));
        }
    }

    @Test
    void an_account_is_read_from_its_snapshot_alone_when_nothing_followed() {
        var account = new AccountId("snapshot-alone");
        try (var node = new Node(DATABASE, DATABASE.app(), SNAPSHOT_EVERY_10)) {
            node.openWith(account, 1_000);
            for (var i = 0; i < 8; i++) {
                node.now(deduct(account, 1, "chat-" + i), "chat-" + i);
            }
            Awaitility.await()
                    .until(() -> node.snapshots
                            .find(account.value())
                            .filter(it -> it.sequence() == 9)
                            .isPresent());
        }

        try (var restarted = new Node(DATABASE, DATABASE.app(), SNAPSHOT_EVERY_10)) {
            assertThat(restarted.now(deduct(account, 1, "after"), "after")).isInstanceOf(Outcome.Accepted.class);
            assertThat(restarted.events(account).getLast().sequence()).isEqualTo(10);
        }
    }

    @Test
    void an_account_with_a_hundred_thousand_closed_things_is_kept_as_small_as_one_with_ten() {
        var few = new SnapshotCodec().encode(afterDeductionsAndCaptures(10));
        var many = new SnapshotCodec().encode(afterDeductionsAndCaptures(100_000));

        // Numbers grow by digits, nothing else grows.
        assertThat(many.length).isLessThanOrEqualTo(few.length + 20);
    }

    private static AccountRoot afterDeductionsAndCaptures(int times) {
        var id = new AccountId("busy");
        var account = after(after(AccountRoot.unopened(id), open(id)), grant(id, 999_999, "grant"));
        for (var i = 0; i < times / 2; i++) {
            account = after(account, deduct(id, 1, "chat-" + i));
            account = after(account, hold(id, 1, "hold-" + i));
            account = after(account, capture(id, "hold-" + i, "capture-" + i));
        }
        assertThat(account.account().clock()).isEqualTo(NOON);
        return account;
    }

    private static AccountRoot after(AccountRoot account, BoundCommand command) {
        var decision = (Accepted<BoundEvent, ?>) account.decide(command);
        var next = account;
        for (var event : decision.events()) {
            next = next.evolve(event);
        }
        return next;
    }
}
