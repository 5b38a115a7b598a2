package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.bus.Node.SETTINGS;
import static dev.creditledger.commands.bus.Node.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Overloaded;
import dev.creditledger.domain.dispatch.Outcome.Unavailable;
import dev.creditledger.domain.dispatch.Outcome.Unknown;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.wire.Append;
import dev.creditledger.log.wire.Wire;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseTroubleTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private final AccountId account = new AccountId("account-" + ACCOUNTS.incrementAndGet());

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void an_append_whose_answer_was_lost_is_found_and_not_repeated() throws IOException {
        try (var wire = new Wire(DATABASE.port());
                var node = new Node(DATABASE, through(wire), SETTINGS)) {
            node.openWith(account, 10);
            wire.befallNext(1, Append::loseAnswer);

            var outcome = node.now(deduct(account, 4, "chat"), "chat");

            assertThat(outcome).isInstanceOf(Accepted.class);
            assertThat(node.events(account)).hasSize(3);
            assertThat(node.events(account).getLast().position()).isEqualTo(((Accepted) outcome).position());
        }
    }

    @Test
    void when_nobody_can_tell_the_outcome_is_unknown_and_a_retry_finds_out() throws IOException {
        try (var wire = new Wire(DATABASE.port());
                var node = new Node(DATABASE, through(wire), SETTINGS)) {
            node.openWith(account, 10);
            wire.befallNext(1, append -> {
                append.answerLength();
                wire.cut();
            });

            assertThat(node.now(deduct(account, 10, "all"), "all")).isEqualTo(new Unknown());
            assertThat(node.now(deduct(account, 1, "more"), "more")).isInstanceOf(Unavailable.class);
            wire.mend();

            assertThat(node.now(deduct(account, 10, "all"), "all"))
                    .isInstanceOfSatisfying(
                            Accepted.class, it -> assertThat(it.replayed()).isTrue());
            assertThat(node.events(account)).hasSize(3);
        }
    }

    @Test
    void every_acknowledged_command_is_stored_once_when_connections_are_killed() {
        try (var node = new Node(DATABASE)) {
            node.openWith(account, 10_000);
            var asked = new AtomicInteger();

            var answers = Callers.of(8).each(50, name -> {
                if (asked.incrementAndGet() % 40 == 0) {
                    killConnections();
                }
                return untilKnown(node, name);
            });

            assertThat(answers)
                    .extracting(Accepted::position)
                    .doesNotHaveDuplicates()
                    .hasSize(400);
            assertThat(node.events(account)).hasSize(402);
            assertThat(node.replayed(account).totals().deducted()).isEqualTo(credits(400));
        }
    }

    @Test
    void writes_are_refused_while_the_database_is_read_only_and_accepted_when_it_is_not() throws SQLException {
        try (var node = new Node(DATABASE)) {
            node.openWith(account, 10);
            execute("ALTER DATABASE " + DATABASE.name() + " SET default_transaction_read_only = on");
            killConnections();

            Awaitility.await().until(() -> refusedAsReadOnly(node.now(deduct(account, 1, "one"), "one")));

            execute("ALTER DATABASE " + DATABASE.name() + " RESET default_transaction_read_only");
            killConnections();
            assertThat(untilKnown(node, "two").event()).isNotNull();
            assertThat(node.events(account)).hasSize(3);
        }
    }

    @Test
    void what_is_too_much_is_turned_away_and_what_was_taken_is_done() throws SQLException {
        try (var node = new Node(DATABASE, DATABASE.app(), new BusSettings(1, 10, 10, 1_000, 500));
                var other = DATABASE.owner().getConnection()) {
            node.openWith(account, 100);
            lockHead(other);
            var first = node.submit(deduct(account, 1, "first"), "first");
            Awaitility.await().until(() -> waiting(node) == 0);

            var outcomes = IntStream.range(0, 15)
                    .mapToObj(i -> node.submit(deduct(account, 1, "chat-" + i), "chat-" + i))
                    .toList();

            assertThat(outcomes.subList(10, 15))
                    .allSatisfy(it -> assertThat(await(it)).isInstanceOf(Overloaded.class));
            other.rollback();
            assertThat(await(first)).isInstanceOf(Accepted.class);
            assertThat(outcomes.subList(0, 10))
                    .allSatisfy(it -> assertThat(await(it)).isInstanceOf(Accepted.class));
        }
    }

    @Test
    void what_was_accepted_is_finished_before_the_bus_is_closed() throws SQLException {
        var node = new Node(DATABASE);
        try (var other = DATABASE.owner().getConnection()) {
            node.openWith(account, 100);
            lockHead(other);
            var accepted = new ArrayList<CompletableFuture<Outcome>>();
            for (var i = 0; i < 20; i++) {
                accepted.add(node.submit(deduct(account, 1, "chat-" + i), "chat-" + i));
            }

            var closing = CompletableFuture.runAsync(node::close);
            Awaitility.await()
                    .until(() -> node.submit(deduct(account, 1, "late"), "late").getNow(new Unknown())
                            instanceof Unavailable);
            assertThat(closing).isNotDone();
            other.rollback();
            closing.join();

            assertThat(accepted)
                    .allSatisfy(it -> assertThat(it.getNow(new Unknown())).isInstanceOf(Accepted.class));
        }
    }

    /** As a caller should: the same key again until it is known what became of it. */
    private Accepted untilKnown(Node node, String name) {
        var outcome = node.now(deduct(account, 1, name), name);
        while (outcome instanceof Unknown || outcome instanceof Unavailable) {
            outcome = node.now(deduct(account, 1, name), name);
        }
        return (Accepted) outcome;
    }

    private static boolean refusedAsReadOnly(Outcome outcome) {
        return outcome instanceof Unavailable(var reason) && reason.contains("read-only");
    }

    private static double waiting(Node node) {
        return node.metrics.get("ledger.commands.waiting").gauge().value();
    }

    private static void lockHead(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT position FROM sequencer.head FOR UPDATE");
        }
    }

    private static void killConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + TestDatabase.APP
                + "' AND datname = '" + DATABASE.name() + "'");
    }

    private static void execute(String sql) {
        try (var connection = DATABASE.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataSource through(Wire wire) {
        var connections = new PGSimpleDataSource();
        connections.setUrl(DATABASE.jdbcUrl(TestDatabase.APP));
        connections.setPortNumbers(new int[] {wire.port()});
        return connections;
    }
}
