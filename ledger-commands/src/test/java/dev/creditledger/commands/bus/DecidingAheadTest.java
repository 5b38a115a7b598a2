package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.reverse;
import static dev.creditledger.commands.bus.Node.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Authorized;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.log.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided while an append is under way, which a lock on the head of the log holds up here. */
class DecidingAheadTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final BusSettings ONE_WORKER = new BusSettings(1, 10_000, 1_000, 100_000, 500);

    private static final int MANY = Pipeline.AHEAD_MIN + 4;

    private final AccountId account = new AccountId("account-" + ACCOUNTS.incrementAndGet());
    private final Node here = new Node(DATABASE, DATABASE.app(), ONE_WORKER);
    private final Node there = new Node(DATABASE, DATABASE.app(), ONE_WORKER);
    private final Connection head = connect();

    @AfterEach
    void stop() throws SQLException {
        head.close();
        here.close();
        there.close();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void commands_are_decided_on_what_is_under_way_and_answered_after_it() throws SQLException {
        here.openWith(account, 100);
        lockHead();
        var first = here.submit(deduct(account, 90, "first"), "first");
        awaitTaken(0);
        var ahead = manyAhead();

        assertThat(first).isNotDone();
        assertThat(ahead).noneMatch(CompletableFuture::isDone);
        head.rollback();

        assertThat(await(first)).isInstanceOf(Accepted.class);
        var outcomes = ahead.stream().map(Node::await).toList();
        assertThat(outcomes.subList(0, 10)).allMatch(Accepted.class::isInstance);
        assertThat(outcomes.subList(10, MANY)).allMatch(Rejected.class::isInstance);
        assertThat(here.replayed(account).balance().available()).isEqualTo(Credits.ZERO);
        assertThat(here.count("ledger.commands.conflicts")).isZero();
    }

    @Test
    void what_was_decided_on_an_append_that_fails_is_decided_again() throws SQLException {
        here.openWith(account, 10);
        there.now(grant(account, 1_000, "more"), "more");
        lockHead();
        var first = here.submit(deduct(account, 10, "first"), "first");
        awaitTaken(0);
        var ahead = manyAhead();
        head.rollback();

        assertThat(await(first)).isInstanceOf(Accepted.class);
        assertThat(ahead).allSatisfy(it -> assertThat(await(it)).isInstanceOf(Accepted.class));
        assertThat(here.count("ledger.commands.conflicts")).isPositive();
        assertThat(here.replayed(account).balance().available()).isEqualTo(credits(1_000 - MANY));
        assertThat(here.events(account))
                .extracting(event -> (int) event.sequence())
                .isEqualTo(IntStream.range(0, MANY + 4).boxed().toList());
    }

    @Test
    void accounts_are_as_they_were_when_nothing_of_an_append_could_be_written() throws SQLException {
        here.openWith(account, 100);
        here.now(deduct(account, 1, "a"), "a");
        execute("ALTER TABLE sequencer.head ADD CONSTRAINT no_room CHECK (position < 0) NOT VALID");
        try {
            var outcomes = Stream.concat(
                            Stream.of(here.submit(deduct(account, 50, "b"), "b")),
                            IntStream.range(0, MANY).mapToObj(i -> here.submit(deduct(account, 1, "c-" + i), "c-" + i)))
                    .toList();
            assertThat(outcomes)
                    .allSatisfy(it -> assertThat(
                                    it.handle((outcome, failure) -> failure == null && outcome instanceof Accepted)
                                            .join())
                            .isFalse());
        } finally {
            execute("ALTER TABLE sequencer.head DROP CONSTRAINT no_room");
        }

        assertThat(await(here.dispatch.authorize(account, credits(99), NOON)))
                .isEqualTo(new Authorized(new Authorization(true, credits(99), credits(99))));
        assertThat(here.now(deduct(account, 99, "d"), "d")).isInstanceOf(Accepted.class);
    }

    @Test
    void a_retry_of_what_is_under_way_has_no_effect_of_its_own() throws SQLException {
        here.openWith(account, 100);
        lockHead();
        var first = here.submit(deduct(account, 40, "chat"), "chat");
        awaitTaken(0);
        var retry = here.submit(deduct(account, 40, "chat"), "chat");
        var other = here.submit(deduct(account, 41, "chat"), "chat");
        manyAhead();
        head.rollback();

        var effect = (Accepted) await(first);
        assertThat(await(retry)).isEqualTo(new Accepted(effect.event(), effect.position(), true));
        assertThat(await(other)).isEqualTo(new KeyReused());
    }

    @Test
    void a_reversal_finds_the_deduction_that_is_under_way() throws SQLException {
        here.openWith(account, 100);
        lockHead();
        var first = here.submit(deduct(account, 40, "chat"), "chat");
        awaitTaken(0);
        manyAhead();
        var back = here.submit(reverse(account, "chat", Optional.empty(), "back"), "back");
        head.rollback();

        assertThat(await(first)).isInstanceOf(Accepted.class);
        assertThat(await(back)).isInstanceOf(Accepted.class);
        assertThat(here.replayed(account).balance().available()).isEqualTo(credits(100 - MANY));
    }

    private List<CompletableFuture<Outcome>> manyAhead() {
        var outcomes = here.dispatch.submitAll(IntStream.range(0, MANY)
                .mapToObj(i -> Node.submission(deduct(account, 1, "ahead-" + i), "ahead-" + i))
                .toList());
        awaitTaken(Pipeline.AHEAD_MIN - 1);
        return outcomes;
    }

    private void awaitTaken(int left) {
        Awaitility.await()
                .until(() -> here.metrics.get("ledger.commands.waiting").gauge().value() <= left);
    }

    private void lockHead() throws SQLException {
        try (var statement = head.createStatement()) {
            statement.execute("SELECT position FROM sequencer.head FOR UPDATE");
        }
    }

    private static Connection connect() {
        try {
            var connection = DATABASE.owner().getConnection();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = DATABASE.owner().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
