package dev.creditledger.projections.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.domain.dispatch.RunningSessions.RunningSession;
import dev.creditledger.domain.session.Session;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import dev.creditledger.projections.session.SessionView.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionQueryTest {

    private static TestLedger ledger;
    private static RandomLives lives;
    private static SessionQuery query;

    @BeforeAll
    static void a_long_life() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 91, 8);
        for (var round = 0; round < 20; round++) {
            lives.live(100);
            ledger.project();
        }
        runOn(ledger, lives);
        query = ledger.bean(SessionQuery.class);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    /** Until sessions of several accounts run. */
    static void runOn(TestLedger ledger, RandomLives lives) {
        while (running(ledger, lives).map(RunsIn::account).distinct().count() < 3) {
            lives.live(10);
        }
        ledger.project();
    }

    private record RunsIn(AccountId account, Session session) {}

    private static Stream<RunsIn> running(TestLedger ledger, RandomLives lives) {
        return lives.accounts().stream()
                .flatMap(account ->
                        ledger.root(account).live().running().stream().map(session -> new RunsIn(account, session)));
    }

    private static <E> Stream<E> events(Class<E> type) {
        return lives.events().stream().filter(type::isInstance).map(type::cast);
    }

    /** All that run, as the accounts themselves say. */
    private static List<Session> running() {
        return running(ledger, lives).map(RunsIn::session).toList();
    }

    @Test
    void a_running_session_is_what_its_account_says() {
        try (var one = TestLedger.still()) {
            var others = new RandomLives(one, 93, 6);
            var seen = 0;
            for (var round = 0; round < 30; round++) {
                others.live(15);
                one.project();
                for (var runs : running(one, others).toList()) {
                    assertThat(one.bean(SessionQuery.class)
                                    .find(runs.account(), runs.session().id()))
                            .contains(view(
                                    runs.account(), runs.session(), one.log().head()));
                    seen++;
                }
            }
            assertThat(seen).isGreaterThan(30);
        }
    }

    private static SessionView view(AccountId account, Session session, long position) {
        return new SessionView(
                account,
                session.id(),
                session.feature(),
                session.channel(),
                session.rate(),
                session.node(),
                session.connection(),
                session.startedAt(),
                session.meter().lastActivityAt(),
                session.meter().counted(),
                session.charged(),
                session.sequence(),
                session.grant(),
                Optional.empty(),
                position);
    }

    @Test
    void an_ended_session_is_what_its_end_says() {
        var ends = events(SessionEnded.class).toList();

        assertThat(ends.stream().map(SessionEnded::reason).distinct()).hasSizeGreaterThan(3);
        for (var end : ends) {
            var view = query.find(end.account(), end.session()).orElseThrow();
            assertThat(view.status()).isEqualTo(SessionStatus.ENDED);
            assertThat(view.end()).contains(new End(end.occurredAt(), end.reason()));
            assertThat(view.seconds()).isEqualTo(end.meter().counted());
            assertThat(view.charged()).isEqualTo(end.charged());
            assertThat(view.charged()).isEqualTo(view.rate().cost(view.seconds()));
            assertThat(view.startedAt()).isEqualTo(end.startedAt());
            assertThat(view.lastActivityAt()).isEqualTo(end.meter().lastActivityAt());
        }
    }

    @Test
    void sessions_are_listed_the_latest_start_first() {
        var started = events(SessionStarted.class).toList().reversed();
        var ended = events(SessionEnded.class).map(SessionEnded::session).toList();

        assertThat(paged(cursor -> query.listAll(Optional.empty(), cursor, 7)))
                .isEqualTo(started.stream().map(SessionStarted::session).toList());
        assertThat(paged(cursor -> query.listAll(Optional.of(SessionStatus.ENDED), cursor, 7)))
                .isEqualTo(started.stream()
                        .map(SessionStarted::session)
                        .filter(ended::contains)
                        .toList());
        assertThat(paged(cursor -> query.listAll(Optional.of(SessionStatus.RUNNING), cursor, 2)))
                .containsExactlyInAnyOrderElementsOf(
                        running().stream().map(Session::id).toList());
        for (var account : lives.accounts()) {
            var own = started.stream()
                    .filter(event -> event.account().equals(account))
                    .map(SessionStarted::session)
                    .toList();
            assertThat(paged(cursor -> query.list(account, Optional.empty(), cursor, 3)))
                    .isEqualTo(own);
            for (var status : SessionStatus.values()) {
                assertThat(paged(cursor -> query.list(account, Optional.of(status), cursor, 3)))
                        .isEqualTo(own.stream()
                                .filter(id -> ended.contains(id) == (status == SessionStatus.ENDED))
                                .toList());
            }
        }
    }

    private static List<SessionId> paged(Function<Optional<String>, Page<SessionView>> list) {
        var found = new ArrayList<SessionId>();
        var page = list.apply(Optional.empty());
        page.data().forEach(session -> found.add(session.session()));
        while (page.hasMore()) {
            page = list.apply(page.nextCursor());
            page.data().forEach(session -> found.add(session.session()));
        }
        assertThat(page.position()).isEqualTo(ledger.log().head());
        return found;
    }

    @Test
    void nobody_has_no_sessions_and_a_session_is_of_its_account_only() {
        var nobody = new AccountId("nobody");
        var session = events(SessionStarted.class).findFirst().orElseThrow();

        assertThat(query.find(nobody, session.session())).isEmpty();
        assertThat(query.find(session.account(), new SessionId(new UUID(1, 2)))).isEmpty();
        assertThat(query.list(nobody, Optional.empty(), Optional.empty(), 5).data())
                .isEmpty();
        assertThat(query.list(nobody, Optional.empty(), Optional.empty(), 5).position())
                .isEqualTo(ledger.log().head());
    }

    @Test
    void a_cursor_is_of_its_list_only() {
        var page = query.listAll(Optional.empty(), Optional.empty(), 1);

        assertThatThrownBy(() -> query.listAll(Optional.of(SessionStatus.ENDED), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
        assertThatThrownBy(() -> query.list(lives.accounts().getFirst(), Optional.empty(), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
    }

    @Test
    void who_watches_is_told_of_all_that_run_in_turn() {
        var watching = ledger.bean(RunningSessions.class);
        var found = new ArrayList<RunningSession>();
        var part = watching.running(0, 2, ledger.log().head());
        while (!part.isEmpty()) {
            found.addAll(part);
            part = watching.running(part.getLast().place(), 2, 0);
        }

        assertThat(found).map(RunningSession::place).isSorted();
        assertThat(found)
                .map(it -> List.of(
                        it.session(), it.node(), it.connection(), it.lastActivityAt(), it.staleAt(), it.longestUntil()))
                .containsExactlyInAnyOrderElementsOf(running().stream()
                        .map(it -> List.<Object>of(
                                it.id(),
                                it.node(),
                                it.connection(),
                                it.meter().lastActivityAt(),
                                it.staleAt(),
                                it.longestUntil()))
                        .toList());
    }

    @Test
    void sessions_of_a_parked_account_are_as_old_as_it_is_and_nobody_watches_them() {
        try (var one = TestLedger.still()) {
            runOn(one, new RandomLives(one, 92, 6).live(60));
            var parked = one.bean(RunningSessions.class).running(0, 1, 0).getFirst();
            one.owner().execute("""
                    INSERT INTO projection.dead_letter
                    VALUES (?, 999, 9, 'account.credits-deducted', 'SQLSTATE 23514', now(), 1, 0)""", parked.account().value());
            var sessions = one.bean(SessionQuery.class);

            assertThat(one.bean(RunningSessions.class).running(0, 100, 0))
                    .map(RunningSession::account)
                    .isNotEmpty()
                    .doesNotContain(parked.account());
            assertThat(sessions.find(parked.account(), parked.session())
                            .orElseThrow()
                            .position())
                    .isEqualTo(8);
            assertThat(sessions.list(parked.account(), Optional.empty(), Optional.empty(), 5)
                            .position())
                    .isEqualTo(8);
            assertThat(sessions.listAll(Optional.empty(), Optional.empty(), 5).position())
                    .isEqualTo(8);
        }
    }
}
