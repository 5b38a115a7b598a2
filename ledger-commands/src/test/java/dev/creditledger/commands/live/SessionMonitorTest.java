package dev.creditledger.commands.live;

import static dev.creditledger.commands.LiveSamples.TERMS;
import static dev.creditledger.commands.LiveSamples.at;
import static dev.creditledger.commands.LiveSamples.connected;
import static dev.creditledger.commands.LiveSamples.heartbeat;
import static dev.creditledger.commands.LiveSamples.resume;
import static dev.creditledger.commands.LiveSamples.session;
import static dev.creditledger.commands.LiveSamples.start;
import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.grant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.bus.Node;
import dev.creditledger.commands.node.NodeRegistry;
import dev.creditledger.commands.node.NodeSettings;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.domain.dispatch.RunningSessions.RunningSession;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.quota.TierQuotaCommand;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.log.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionMonitorTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final Node node = new Node(database);
    private final NodeRegistry nodes = registry();
    private final List<RunningSession> running = new ArrayList<>();
    private Instant now = NOON;

    @BeforeEach
    void have_been_there_for_long_enough_to_tell_who_is_missing() {
        run("UPDATE jobs.node SET unbroken_since = now() - INTERVAL '1 hour'");
    }

    @AfterEach
    void stop() {
        nodes.close();
        node.close();
        database.close();
    }

    @Test
    void who_was_not_heard_of_for_too_long_is_interrupted_and_others_go_on() {
        var silent = running("silent");
        var heard = running("heard");
        node.now(heartbeat(heard, "s", 20, "h"), "h");
        now = at(1_810);

        var position = monitor().settle();

        assertThat(position).isEqualTo(node.log.head());
        assertThat(ended(silent)).hasValueSatisfying(end -> {
            assertThat(end.reason()).isEqualTo(EndReason.INTERRUPTED);
            assertThat(end.charged()).isEqualTo(Credits.ZERO);
        });
        assertThat(ended(heard)).isEmpty();
        assertThat(monitor().settle()).as("nothing more to write").isEqualTo(position);
    }

    @Test
    void all_of_many_pages_are_ended() {
        var accounts = IntStream.range(0, SessionMonitor.PAGE * 2 + 5)
                .mapToObj(number -> running("many-" + number))
                .toList();
        now = at(7_200);

        monitor().settle();

        assertThat(accounts).allSatisfy(account -> assertThat(ended(account)).isPresent());
    }

    @Test
    void two_nodes_end_a_session_once() {
        var account = running("silent");
        now = at(1_810);

        try (var other = new Node(database)) {
            monitor().settle();
            new SessionMonitor(page(), nodes, other.dispatch, new Unlimited(), other.log, () -> now).settle();
        }

        assertThat(node.events(account).stream().filter(event -> event.event() instanceof SessionEnded))
                .hasSize(1);
    }

    @Test
    void a_session_whose_node_is_gone_is_interrupted_and_charged_as_far_as_was_recorded() {
        var orphan = running("orphan", Optional.of(dead()));
        var connected = running("connected", Optional.of(nodes.id()));
        var elsewhere = running("elsewhere");
        node.now(connected(orphan, "s", 30, "c"), "c");
        now = at(100);

        monitor().settle();

        assertThat(ended(orphan)).hasValueSatisfying(end -> {
            assertThat(end.reason()).isEqualTo(EndReason.INTERRUPTED);
            assertThat(end.charged()).isEqualTo(credits(30));
            assertThat(end.occurredAt()).isEqualTo(at(30));
        });
        assertThat(ended(connected)).isEmpty();
        assertThat(ended(elsewhere)).isEmpty();
    }

    @Test
    void a_node_that_comes_while_pages_are_read_is_not_missing() {
        var come = new ArrayList<NodeRegistry>();
        running("first");
        RunningSessions list = (after, max, position) -> {
            if (come.isEmpty()) {
                come.add(registry());
                running("second", Optional.of(come.getFirst().id()));
            }
            return page().running(after, max, position);
        };

        new SessionMonitor(list, nodes, node.dispatch, new Unlimited(), node.log, () -> now).settle();

        assertThat(ended(new AccountId("second"))).isEmpty();
        come.getFirst().close();
        monitor().settle();
        assertThat(ended(new AccountId("second"))).isPresent();
    }

    @Test
    void who_came_back_on_another_node_after_the_list_was_read_goes_on() {
        var back = running("back", Optional.of(dead()));
        node.now(resume(back, "s", nodes.id(), 40, "r"), "r");
        now = at(41);

        monitor().settle();
        assertThat(ended(back)).isEmpty();

        node.now(resume(back, "s", dead(), 50, "r2"), "r2");
        running.set(0, listed(back, Optional.of(dead()), 3));
        monitor().settle();
        assertThat(ended(back)).isPresent();
    }

    /** What else is due on its account is written by whatever is asked of it. */
    @Test
    void a_watch_that_came_too_early_does_not_keep_a_later_one_from_ending_the_session() {
        var heard = running("heard");
        node.now(grant(heard, 5, "g", NOON, Optional.of(at(1_805))), "g");
        node.now(heartbeat(heard, "s", 20, "h"), "h");
        now = at(1_810);
        assertThat(monitor().settle()).as("an expiry is written").isEqualTo(node.log.head());
        assertThat(node.events(heard).getLast().event()).isInstanceOf(CreditsExpired.class);

        now = at(1_820);
        monitor().settle();

        assertThat(ended(heard)).isPresent();
    }

    private SessionMonitor monitor() {
        return new SessionMonitor(page(), nodes, node.dispatch, new Unlimited(), node.log, () -> now);
    }

    /** The list is out of date: it says that all of them run. */
    private RunningSessions page() {
        return (after, max, _) -> running.stream()
                .filter(session -> session.place() > after)
                .limit(max)
                .toList();
    }

    private AccountId running(String name) {
        return running(name, Optional.empty());
    }

    private AccountId running(String name, Optional<String> connectedTo) {
        var account = new AccountId(name);
        node.openWith(account, 100);
        assertThat(node.now(start(account, "stage", connectedTo, "s"), "s")).isInstanceOf(Outcome.Accepted.class);
        running.add(listed(account, connectedTo, 1));
        return account;
    }

    private RunningSession listed(AccountId account, Optional<String> connectedTo, int connection) {
        return new RunningSession(
                account,
                session(account, "s"),
                connectedTo,
                connection,
                NOON,
                NOON.plus(TERMS.staleAfter()),
                NOON.plus(TERMS.longest()),
                running.size() + 1L);
    }

    private NodeRegistry registry() {
        return new NodeRegistry(database.app(), new NodeSettings(Duration.ofMinutes(1))).start();
    }

    /** The name of a node that was killed two minutes ago. */
    private String dead() {
        run(
                "INSERT INTO jobs.node (node_id, seen_at) VALUES ('dead', now() - INTERVAL '2 minutes') ON CONFLICT DO NOTHING");
        return "dead";
    }

    private void run(String sql) {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<SessionEnded> ended(AccountId account) {
        return node.events(account).stream()
                .map(stored -> stored.event())
                .filter(SessionEnded.class::isInstance)
                .map(SessionEnded.class::cast)
                .findFirst();
    }

    private static final class Unlimited implements QuotaDesk {
        @Override
        public TierQuotas current() {
            return TierQuotas.NONE;
        }

        @Override
        public Outcome change(TierQuotaCommand command, Cause cause, Optional<Once> once) {
            throw new UnsupportedOperationException();
        }
    }
}
