package dev.creditledger.commands.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.creditledger.log.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class NodeRegistryTest {

    private static final NodeSettings A_MINUTE = new NodeSettings(Duration.ofMinutes(1));

    private final TestDatabase database = TestDatabase.fresh();
    private final List<NodeRegistry> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(NodeRegistry::close);
        database.close();
    }

    @Test
    void each_start_has_a_name_of_its_own_that_is_registered() {
        var one = node();
        var other = node();

        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(registered()).containsExactlyInAnyOrder(one.id(), other.id());
    }

    @Test
    void who_was_not_seen_for_a_minute_is_missing() {
        var watch = onWatch();
        var other = node();
        silent(other, "59 seconds");
        assertThat(watch.missing()).rejects(other.id(), watch.id());

        silent(other, "61 seconds");
        assertThat(watch.missing()).accepts(other.id()).rejects(watch.id());

        other.beSeen();
        assertThat(watch.missing()).rejects(other.id());
    }

    @Test
    void who_is_not_registered_is_missing() {
        assertThat(onWatch().missing()).accepts("a node of long ago");
    }

    @Test
    void a_node_that_was_stopped_is_missing_at_once() {
        var watch = onWatch();
        var other = node();
        other.close();

        assertThat(watch.missing()).accepts(other.id());
        assertThat(registered()).containsExactly(watch.id());
    }

    @Test
    void who_has_just_come_calls_nobody_missing() {
        var other = node();
        silent(other, "1 hour");
        var watch = node();
        assertThat(watch.missing()).rejects(other.id(), "a node of long ago");

        unbroken(watch, "59 seconds");
        assertThat(watch.missing()).rejects(other.id());

        unbroken(watch, "61 seconds");
        assertThat(watch.missing()).accepts(other.id());
    }

    @Test
    void after_an_outage_all_nodes_have_a_minute_to_come_back() {
        var watch = onWatch();
        var other = node();
        silent(other, "10 minutes");
        silent(watch, "10 minutes");
        assertThat(watch.missing()).as("it is silent itself").rejects(other.id());

        watch.beSeen();
        assertThat(watch.missing()).as("it has just come back itself").rejects(other.id());

        unbroken(watch, "61 seconds");
        assertThat(watch.missing()).accepts(other.id());
    }

    @Test
    void a_moment_of_silence_does_not_begin_the_watch_anew() {
        var watch = onWatch();
        var other = node();
        silent(other, "61 seconds");

        silent(watch, "29 seconds");
        watch.beSeen();
        assertThat(watch.missing()).accepts(other.id());

        silent(watch, "31 seconds");
        watch.beSeen();
        assertThat(watch.missing()).rejects(other.id());
    }

    @Test
    void a_node_whose_row_is_gone_registers_again() {
        var node = node();
        run("DELETE FROM jobs.node");

        node.beSeen();

        assertThat(registered()).containsExactly(node.id());
    }

    @Test
    void a_node_says_by_itself_that_it_is_there() {
        try (var node = new NodeRegistry(database.app(), A_MINUTE).start()) {
            run("DELETE FROM jobs.node");

            Awaitility.await().until(() -> registered().contains(node.id()));
        }
    }

    @Test
    void rows_of_a_day_ago_are_removed_when_a_node_starts() {
        var yesterday = node();
        var today = node();
        silent(yesterday, "25 hours");
        silent(today, "23 hours");

        var next = node();

        assertThat(registered()).containsExactlyInAnyOrder(today.id(), next.id());
    }

    @Test
    void without_a_database_a_node_does_not_start_and_a_heartbeat_is_missed_without_harm() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        try (var node = new NodeRegistry(nowhere, A_MINUTE)) {
            assertThatIllegalStateException().isThrownBy(node::start);
            node.beSeen();
            node.beSeen();
            assertThatIllegalStateException().isThrownBy(node::missing);
        }
    }

    /** Registered, and seen when the test says so. */
    private NodeRegistry node() {
        var node = new NodeRegistry(database.app(), A_MINUTE);
        nodes.add(node);
        node.register();
        return node;
    }

    /** One that has been there for long enough to tell who is missing. */
    private NodeRegistry onWatch() {
        var node = node();
        unbroken(node, "61 seconds");
        return node;
    }

    private void silent(NodeRegistry node, String interval) {
        run("UPDATE jobs.node SET seen_at = now() - INTERVAL '%s' WHERE node_id = '%s'".formatted(interval, node.id()));
    }

    private void unbroken(NodeRegistry node, String interval) {
        run("UPDATE jobs.node SET unbroken_since = now() - INTERVAL '%s' WHERE node_id = '%s'"
                .formatted(interval, node.id()));
    }

    private void run(String sql) {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> registered() {
        try (var connection = database.app().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT node_id FROM jobs.node")) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
