package dev.creditledger.commands.live;

import static dev.creditledger.commands.LiveSamples.TERMS;
import static dev.creditledger.commands.LiveSamples.at;
import static dev.creditledger.commands.LiveSamples.heartbeat;
import static dev.creditledger.commands.LiveSamples.session;
import static dev.creditledger.commands.LiveSamples.start;
import static dev.creditledger.commands.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.bus.Node;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionMonitorTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final Node node = new Node(database);
    private final List<RunningSession> running = new ArrayList<>();
    private Instant now = NOON;

    @AfterEach
    void stop() {
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
            new SessionMonitor(page(), node.dispatch, new Unlimited(), node.log, () -> now).settle();
            new SessionMonitor(page(), other.dispatch, new Unlimited(), other.log, () -> now).settle();
        }

        assertThat(node.events(account).stream().filter(event -> event.event() instanceof SessionEnded))
                .hasSize(1);
    }

    private SessionMonitor monitor() {
        return new SessionMonitor(page(), node.dispatch, new Unlimited(), node.log, () -> now);
    }

    /** The list is out of date: it says that all of them run. */
    private RunningSessions page() {
        return (after, max, _) -> running.stream()
                .filter(session -> session.place() > after)
                .limit(max)
                .toList();
    }

    private AccountId running(String name) {
        var account = new AccountId(name);
        node.openWith(account, 100);
        assertThat(node.now(start(account, "stage", "s"), "s")).isInstanceOf(Outcome.Accepted.class);
        running.add(new RunningSession(
                account,
                session(account, "s"),
                Optional.empty(),
                1,
                NOON,
                NOON.plus(TERMS.staleAfter()),
                NOON.plus(TERMS.longest()),
                running.size() + 1L));
        return account;
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
