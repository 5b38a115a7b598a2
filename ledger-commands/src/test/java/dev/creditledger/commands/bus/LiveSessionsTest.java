package dev.creditledger.commands.bus;

import static dev.creditledger.commands.LiveSamples.checkpoint;
import static dev.creditledger.commands.LiveSamples.end;
import static dev.creditledger.commands.LiveSamples.heartbeat;
import static dev.creditledger.commands.LiveSamples.session;
import static dev.creditledger.commands.LiveSamples.start;
import static dev.creditledger.commands.LiveSamples.watch;
import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.reverse;
import static dev.creditledger.commands.bus.Node.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionRejection.NoSuchSession;
import dev.creditledger.domain.session.SessionRejection.NothingNew;
import dev.creditledger.domain.session.SessionRejection.SessionAlreadyRuns;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.log.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second of dubbing costs a credit, and a minute is reserved ahead. */
class LiveSessionsTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final BusSettings SNAPSHOT_EVERY_10 = new BusSettings(1, 1_000, 100, 10_000, 10);

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
    void a_session_is_started_charged_and_ended() {
        node.openWith(account, 1_000);

        assertThat(event(SessionStarted.class, node.now(start(account, "stage", "s"), "s"))
                        .balance()
                        .held())
                .isEqualTo(credits(60));
        assertThat(event(SessionCheckpointed.class, node.now(checkpoint(account, "s", 30, "c"), "c"))
                        .amount())
                .isEqualTo(credits(30));
        var ended = event(SessionEnded.class, node.now(end(account, "s", 40, "e"), "e"));

        assertThat(ended.charged()).isEqualTo(credits(40));
        assertThat(ended.balance().available()).isEqualTo(credits(960));
        assertThat(node.root(account).live().running()).isEmpty();
    }

    @Test
    void a_retry_gets_its_first_answer_and_is_not_charged_again() {
        node.openWith(account, 100);
        var asked = List.<BoundCommand>of(
                start(account, "stage", "s"), checkpoint(account, "s", 30, "c"), end(account, "s", 100, "e"));
        var keys = List.of("s", "c", "e");
        for (var i = 0; i < asked.size(); i++) {
            var first = (Accepted) node.now(asked.get(i), keys.get(i));
            assertThat(node.now(asked.get(i), keys.get(i)))
                    .isEqualTo(new Accepted(first.event(), first.position(), true));
        }
        var events = node.events(account);
        restart();

        for (var i = 0; i < asked.size(); i++) {
            assertThat(node.now(asked.get(i), keys.get(i)))
                    .isInstanceOfSatisfying(
                            Accepted.class, it -> assertThat(it.replayed()).isTrue());
        }
        assertThat(node.events(account)).hasSameSizeAs(events);
        assertThat(node.replayed(account).totals().deducted()).isEqualTo(credits(100));
    }

    @Test
    void what_has_ended_is_told_from_what_never_began_and_how_it_ended() {
        node.openWith(account, 1_000);
        node.now(start(account, "stage", "s"), "s");
        var ended = event(SessionEnded.class, node.now(end(account, "s", 40, "e"), "e"));
        var never = session(account, "never");

        for (var round = 0; round < 2; round++) {
            assertThat(node.now(heartbeat(account, "s", 50, "h"), "h"))
                    .isEqualTo(new Rejected(new SessionHasEnded(session(account, "s"), Optional.of(ended))));
            assertThat(node.now(checkpoint(account, "never", 50, "n"), "n"))
                    .isEqualTo(new Rejected(new NoSuchSession(never)));
            restart();
        }
        assertThat(node.now(heartbeat(account, "e", 50, "h"), "h"))
                .as("the id of its last charge is none of a session")
                .isEqualTo(new Rejected(new NoSuchSession(session(account, "e"))));
    }

    @Test
    void an_end_and_what_comes_right_after_it_are_decided_in_this_order() {
        node.openWith(account, 1_000);
        node.now(start(account, "stage", "s"), "s");

        var outcomes = node
                .dispatch
                .submitAll(List.of(
                        Node.submission(end(account, "s", 40, "e"), "e"),
                        Node.submission(heartbeat(account, "s", 41, "h"), "h"),
                        Node.submission(start(account, "stage", "t"), "t")))
                .stream()
                .map(Node::await)
                .toList();

        assertThat(outcomes.get(0)).isInstanceOf(Accepted.class);
        assertThat(outcomes.get(1))
                .isEqualTo(new Rejected(new SessionHasEnded(
                        session(account, "s"), Optional.of(event(SessionEnded.class, outcomes.get(0))))));
        assertThat(outcomes.get(2)).isInstanceOf(Accepted.class);
    }

    @Test
    void of_ten_that_start_on_one_channel_at_once_one_runs() {
        node.openWith(account, 1_000);

        var outcomes = Callers.of(10).each(1, name -> node.now(start(account, "stage", name), name));

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(1);
        var running = node.root(account).live().running();
        assertThat(running).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.equals(new Rejected(new SessionAlreadyRuns(running.getFirst()))))
                .hasSize(9);
        assertThat(node.replayed(account).balance().held()).isEqualTo(credits(60));
    }

    @Test
    void those_that_start_at_once_reserve_no_credit_twice() {
        node.openWith(account, 150);

        var outcomes = Callers.of(10).each(1, name -> node.now(start(account, name, name), name));

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(2);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.equals(new Rejected(new InsufficientCredits(credits(60), credits(30)))))
                .hasSize(8);
    }

    @Test
    void two_nodes_that_charge_the_same_seconds_charge_them_once() {
        node.openWith(account, 1_000);
        node.now(start(account, "stage", "s"), "s");
        try (var other = new Node(DATABASE)) {
            var nodes = List.of(node, other);
            for (var seconds = 30; seconds <= 300; seconds += 30) {
                var passed = seconds;
                var next = new AtomicInteger();

                var outcomes = Callers.of(2)
                        .each(
                                1,
                                name -> nodes.get(next.getAndIncrement())
                                        .now(checkpoint(account, "s", passed, name + passed), name + passed));

                assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(1);
                assertThat(outcomes)
                        .filteredOn(outcome -> outcome instanceof Rejected(var reason) && reason instanceof NothingNew)
                        .hasSize(1);
            }
        }
        assertThat(node.replayed(account).totals().deducted()).isEqualTo(credits(300));
    }

    @Test
    void what_was_charged_for_a_session_can_be_given_back_once() {
        node.openWith(account, 100);
        node.now(start(account, "stage", "s"), "s");
        node.now(checkpoint(account, "s", 30, "c"), "c");
        node.now(end(account, "s", 100, "e"), "e");
        assertThat(node.replayed(account).balance().available()).isEqualTo(Credits.ZERO);
        restart();

        assertThat(node.now(reverse(account, "c", Optional.empty(), "r1"), "r1"))
                .isInstanceOf(Accepted.class);
        assertThat(node.now(reverse(account, "e", Optional.of(credits(50)), "r2"), "r2"))
                .isInstanceOf(Accepted.class);
        assertThat(node.now(reverse(account, "e", Optional.of(credits(50)), "r3"), "r3"))
                .isEqualTo(new Rejected(new ReversalExceedsDeduction(credits(50), credits(20))));
        assertThat(node.replayed(account).balance().available()).isEqualTo(credits(80));
    }

    @Test
    void a_watch_writes_nothing_until_there_is_something_to_end() {
        node.openWith(account, 1_000);
        node.now(start(account, "stage", "s"), "s");
        node.now(heartbeat(account, "s", 20, "h"), "h");

        assertThat(watched(1_819)).isEqualTo(new Outcome.NothingToDo());
        var ended = event(SessionEnded.class, watched(1_820));

        assertThat(ended.reason()).isEqualTo(EndReason.INTERRUPTED);
        assertThat(ended.charged()).isEqualTo(credits(20));
        assertThat(watched(1_821)).isInstanceOf(Rejected.class);
    }

    private Outcome watched(long seconds) {
        var command = watch(account, "s", seconds, "watch-" + seconds);
        return await(
                node.dispatch.submit(new Submission(command, Cause.system("monitor", "request"), Optional.empty())));
    }

    @Test
    void sessions_run_on_from_a_snapshot() {
        node.close();
        node = new Node(DATABASE, DATABASE.app(), SNAPSHOT_EVERY_10);
        node.openWith(account, 1_000);
        node.now(start(account, "one", "s"), "s");
        node.now(start(account, "two", "t"), "t");
        node.now(checkpoint(account, "s", 30, "c"), "c");
        for (var i = 0; i < 5; i++) {
            node.now(deduct(account, 1, "chat-" + i, NOON.plusSeconds(30)), "chat-" + i);
        }
        Awaitility.await()
                .until(() -> node.snapshots
                        .find(account.value())
                        .filter(it -> it.sequence() == 9)
                        .isPresent());
        var snapshot = node.snapshots.find(account.value()).orElseThrow().account();
        assertThat(snapshot).isEqualTo(node.root(account));
        assertThat(snapshot.live().running()).hasSize(2);
        node.close();
        node = new Node(DATABASE, DATABASE.app(), SNAPSHOT_EVERY_10);

        var checkpoint = event(SessionCheckpointed.class, node.now(checkpoint(account, "s", 60, "d"), "d"));
        assertThat(checkpoint.charged()).isEqualTo(credits(60));
        assertThat(event(SessionEnded.class, node.now(end(account, "t", 70, "e"), "e"))
                        .charged())
                .isEqualTo(credits(70));
        assertThat(node.replayed(account).totals().deducted()).isEqualTo(credits(135));
    }

    private void restart() {
        node.close();
        node = new Node(DATABASE);
    }

    private static <E extends BoundEvent> E event(Class<E> kind, Outcome outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        return kind.cast(((Accepted) outcome).event());
    }
}
