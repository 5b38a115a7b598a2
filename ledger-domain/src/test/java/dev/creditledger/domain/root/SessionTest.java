package dev.creditledger.domain.root;

import static dev.creditledger.domain.session.EndReason.CREDITS_EXHAUSTED;
import static dev.creditledger.domain.session.EndReason.INTERRUPTED;
import static dev.creditledger.domain.session.EndReason.MAX_DURATION;
import static dev.creditledger.domain.session.EndReason.USER_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.UnknownFeature;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionRejection.MeteredOtherwise;
import dev.creditledger.domain.session.SessionRejection.NoSuchSession;
import dev.creditledger.domain.session.SessionRejection.NothingNew;
import dev.creditledger.domain.session.SessionRejection.SecondsAheadOfClock;
import dev.creditledger.domain.session.SessionRejection.SessionAlreadyRuns;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.domain.session.SessionRejection.SessionsRunning;
import dev.creditledger.domain.session.SessionRejection.TakenOver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second of dubbing costs a credit, subtitles cost nothing. */
class SessionTest {

    private static final Instant NOW = Instant.parse("2027-06-01T10:00:00Z");

    private final Customer customer = Customer.openedAt(NOW);
    private final LiveSessions ask = new LiveSessions();

    @AfterEach
    void every_credit_is_somewhere() {
        customer.checkThatEveryCreditIsSomewhere();
    }

    @Test
    void a_session_holds_a_minute_ahead_and_is_charged_by_the_second() {
        promotion("beta", 1_000);

        var started = last(SessionStarted.class, customer.accept(ask.connect("a", NOW)));
        assertThat(started.balance()).isEqualTo(balance(940, 60));
        assertThat(started.grant().untilSecond()).isEqualTo(60);
        assertThat(started.grant().renewAtSecond()).isEqualTo(30);
        assertThat(started.grant().finalUnit()).isFalse();

        for (var round = 1L; round <= 3; round++) {
            var checkpoint = last(
                    SessionCheckpointed.class, customer.accept(ask.connected("a", at(30 * round), at(30 * round))));
            assertThat(checkpoint.amount()).isEqualTo(Credits.of(30));
            assertThat(checkpoint.charged()).isEqualTo(Credits.of(30 * round));
            assertThat(checkpoint.balance()).isEqualTo(balance(940 - 30 * round, 60));
            assertThat(checkpoint.grant().untilSecond()).isEqualTo(30 * round + 60);
        }

        var heard = Optional.<Reading>of(new Reading.Connected(1, at(100)));
        var ended = last(SessionEnded.class, customer.accept(ask.end("a", USER_STOPPED, heard, at(100))));
        assertThat(ended.meter().counted()).isEqualTo(100);
        assertThat(ended.charged()).isEqualTo(Credits.of(100));
        assertThat(ended.balance()).isEqualTo(balance(900, 0));
        assertThat(customer.root().live().running()).isEmpty();
    }

    @Test
    void a_session_that_cannot_be_paid_for_a_minute_does_not_start() {
        promotion("beta", 42);

        assertThat(customer.reject(ask.start("a", NOW)))
                .isEqualTo(new InsufficientCredits(Credits.of(60), Credits.of(42)));
    }

    @Test
    void credits_end_a_session_at_the_second_they_end() {
        promotion("beta", 100);
        customer.accept(ask.connect("a", NOW));
        customer.accept(ask.connected("a", at(30), at(30)));

        var last = last(SessionCheckpointed.class, customer.accept(ask.connected("a", at(60), at(60))));
        assertThat(last.grant().untilSecond()).isEqualTo(100);
        assertThat(last.grant().finalUnit()).isTrue();

        var ended = last(SessionEnded.class, customer.accept(ask.connected("a", at(107), at(107))));
        assertThat(ended.reason()).isEqualTo(CREDITS_EXHAUSTED);
        assertThat(ended.meter().counted()).isEqualTo(100);
        assertThat(ended.occurredAt()).isEqualTo(at(100));
        assertThat(ended.balance()).isEqualTo(Balance.ZERO);
    }

    @Test
    void a_top_up_simply_continues_a_session() {
        promotion("beta", 60);
        customer.accept(ask.connect("a", NOW));
        customer.accept(ask.connected("a", at(30), at(30)));
        promotion("more", 40, at(50));

        var checkpoint = last(SessionCheckpointed.class, customer.accept(ask.connected("a", at(60), at(60))));
        assertThat(checkpoint.grant().untilSecond()).isEqualTo(100);
        assertThat(last(SessionEnded.class, customer.accept(ask.connected("a", at(100), at(100))))
                        .reason())
                .isEqualTo(CREDITS_EXHAUSTED);
    }

    @Test
    void two_sessions_share_what_is_enough_for_one_and_a_half() {
        promotion("beta", 150);
        customer.accept(ask.connect("a", NOW));
        customer.accept(ask.connect("b", NOW));

        var charged = Credits.ZERO;
        for (var seconds = 30; !customer.root().live().running().isEmpty(); seconds += 30) {
            for (var key : List.of("a", "b")) {
                if (customer.root().live().find(LiveSessions.id(key)).isPresent()) {
                    customer.accept(ask.connected(key, at(seconds), at(seconds)));
                }
            }
        }
        for (var ended : customer.events(SessionEnded.class)) {
            assertThat(ended.reason()).isEqualTo(CREDITS_EXHAUSTED);
            assertThat(ended.charged()).isEqualTo(Credits.of(ended.meter().counted()));
            charged = charged.plus(ended.charged());
        }
        assertThat(charged).isEqualTo(Credits.of(150));
    }

    @Test
    void twenty_ten_and_five_percent_are_announced_once_each_and_again_after_a_top_up() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        for (var seconds = 30; seconds <= 960; seconds += 30) {
            customer.accept(ask.connected("a", at(seconds), at(seconds)));
        }
        assertThat(customer.events(LowBalanceReached.class))
                .extracting(LowBalanceReached::thresholdPercent)
                .containsExactly(20, 10, 5);
        assertThat(customer.events(LowBalanceReached.class))
                .extracting(LowBalanceReached::remaining)
                .containsExactly(Credits.of(190), Credits.of(100), Credits.of(40));

        promotion("more", 60, at(970));
        var all = customer.accept(ask.connected("a", at(1_050), at(1_050)));
        assertThat(all).hasSize(2).first().isInstanceOfSatisfying(LowBalanceReached.class, low -> {
            assertThat(low.thresholdPercent()).as("the lowest of two").isEqualTo(10);
            assertThat(low.baseline()).isEqualTo(Credits.of(100));
        });
    }

    @Test
    void silence_interrupts_a_session_and_is_not_charged() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", NOW));
        customer.accept(ask.heartbeat("a", at(20)));

        assertThat(customer.accept(ask.watch("a", at(1_819)))).isEmpty();
        var ended = last(SessionEnded.class, customer.accept(ask.watch("a", at(1_820))));

        assertThat(ended.reason()).isEqualTo(INTERRUPTED);
        assertThat(ended.charged()).isEqualTo(Credits.of(20));
        assertThat(ended.occurredAt()).isEqualTo(at(20));
    }

    @Test
    void who_comes_back_after_a_session_was_interrupted_is_told() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", NOW));

        var ended = last(SessionEnded.class, customer.accept(ask.counted("a", 1_900, 1, at(1_900))));
        assertThat(ended.reason()).isEqualTo(INTERRUPTED);
        assertThat(ended.charged()).isEqualTo(Credits.ZERO);
    }

    @Test
    void a_session_whose_node_is_gone_is_ended_at_its_last_checkpoint() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        customer.accept(ask.connected("a", at(30), at(31)));

        var ended = last(SessionEnded.class, customer.accept(ask.orphaned("a", 1, at(60))));
        assertThat(ended.reason()).isEqualTo(INTERRUPTED);
        assertThat(ended.charged()).isEqualTo(Credits.of(30));
    }

    @Test
    void who_came_back_on_another_node_before_that_was_noticed_goes_on() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        customer.accept(ask.resume("a", at(30)));

        assertThat(customer.accept(ask.orphaned("a", 1, at(31)))).isEmpty();
        assertThat(last(SessionEnded.class, customer.accept(ask.orphaned("a", 2, at(32))))
                        .reason())
                .isEqualTo(INTERRUPTED);
    }

    @Test
    void a_session_lasts_two_hours_at_most() {
        promotion("beta", 10_000);
        customer.accept(ask.connect("a", NOW));

        var ended = last(SessionEnded.class, customer.accept(ask.connected("a", at(7_260), at(7_260))));
        assertThat(ended.reason()).isEqualTo(MAX_DURATION);
        assertThat(ended.charged()).isEqualTo(Credits.of(7_200));
        assertThat(ended.occurredAt()).isEqualTo(at(7_200));
    }

    @Test
    void the_time_between_two_connections_is_not_charged() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        customer.accept(ask.connected("a", at(30), at(30)));

        var resumed = last(SessionResumed.class, customer.accept(ask.resume("a", at(300))));
        assertThat(resumed.connection()).isEqualTo(2);
        assertThat(customer.reject(ask.connected("a", at(301), at(301))))
                .isEqualTo(new TakenOver(LiveSessions.id("a")));

        var second = new Reading.Connected(2, at(320));
        var checkpoint = last(SessionCheckpointed.class, customer.accept(ask.checkpoint("a", second, at(321))));
        assertThat(checkpoint.meter().counted()).isEqualTo(50);
        assertThat(checkpoint.charged()).isEqualTo(Credits.of(50));
    }

    @Test
    void a_client_is_charged_by_its_connection_and_by_nobody_else() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        var byConnection = new MeteredOtherwise(LiveSessions.id("a"), true);

        assertThat(customer.reject(ask.heartbeat("a", at(20)))).isEqualTo(byConnection);
        assertThat(customer.reject(ask.counted("a", 20, 1, at(20)))).isEqualTo(byConnection);
        var counted = Optional.<Reading>of(new Reading.Counted(20, Optional.empty()));
        assertThat(customer.reject(ask.end("a", USER_STOPPED, counted, at(20)))).isEqualTo(byConnection);
        assertThat(customer.reject(ask.heartbeat("a", at(2_000))))
                .as("nor is its end noticed so")
                .isEqualTo(byConnection);
    }

    @Test
    void who_was_cut_off_is_not_charged_for_the_silence_before_somebody_ended_the_session() {
        promotion("beta", 1_000);
        var start = 0;
        for (var reason : List.of(USER_STOPPED, EndReason.ERROR, EndReason.ADMIN_STOPPED)) {
            customer.accept(ask.connect("a" + start, at(start)));
            customer.accept(ask.connected("a" + start, at(start + 25), at(start + 26)));

            var ended = last(SessionEnded.class, customer.accept(ask.end("a" + start, reason, at(start + 900))));
            assertThat(ended.reason()).isEqualTo(reason);
            assertThat(ended.charged()).isEqualTo(Credits.of(25));
            start += 1_000;
        }
    }

    @Test
    void a_session_that_a_server_runs_is_not_resumed_by_a_connection() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", NOW));
        var byServer = new MeteredOtherwise(LiveSessions.id("a"), false);

        assertThat(customer.reject(ask.resume("a", at(29)))).isEqualTo(byServer);
        assertThat(customer.reject(ask.connected("a", NOW, at(29)))).isEqualTo(byServer);
        assertThat(last(SessionEnded.class, customer.accept(ask.end("a", USER_STOPPED, at(40))))
                        .charged())
                .isEqualTo(Credits.of(40));
    }

    @Test
    void parts_of_seconds_wait_for_the_next_checkpoint() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        for (var tenth = 306; tenth <= 918; tenth += 306) {
            var time = NOW.plusMillis(100L * tenth);
            customer.accept(ask.connected("a", time, time));
        }
        assertThat(customer.events(SessionCheckpointed.class))
                .extracting(SessionCheckpointed::seconds)
                .containsExactly(30L, 31L, 30L);
    }

    @Test
    void another_server_counts_by_itself_within_what_the_clock_allows() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", NOW));
        customer.accept(ask.counted("a", 20, 1, at(30)));

        assertThat(customer.reject(ask.counted("a", 25, 1, at(31)))).isInstanceOf(NothingNew.class);
        assertThat(customer.reject(ask.counted("a", 64, 2, at(61)))).isEqualTo(new SecondsAheadOfClock(64, 61));
        assertThat(last(SessionCheckpointed.class, customer.accept(ask.counted("a", 63, 2, at(61))))
                        .charged())
                .isEqualTo(Credits.of(63));
        assertThat(last(SessionCheckpointed.class, customer.accept(ask.counted("a", 50, 3, at(70))))
                        .charged())
                .as("seconds never become fewer")
                .isEqualTo(Credits.of(63));
    }

    @Test
    void heartbeats_charge_when_a_checkpoint_is_due() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", NOW));

        assertThat(customer.accept(ask.heartbeat("a", at(10)))).hasOnlyElementsOfType(HeartbeatReceived.class);
        assertThat(last(SessionCheckpointed.class, customer.accept(ask.heartbeat("a", at(31))))
                        .charged())
                .isEqualTo(Credits.of(31));
    }

    @Test
    void a_frozen_account_is_stopped_and_charged_for_what_was_used() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        customer.accept(new FreezeAccount(Customer.ID, FreeText.NONE, at(10)));

        var ended = last(SessionEnded.class, customer.accept(ask.connected("a", at(30), at(30))));
        assertThat(ended.reason()).isEqualTo(EndReason.ADMIN_STOPPED);
        assertThat(ended.charged()).isEqualTo(Credits.of(30));
        assertThat(ended.balance()).isEqualTo(balance(970, 0));
    }

    @Test
    void one_session_runs_for_a_channel_and_feature_and_keeps_the_account_open() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", "dubbing", "channel", NOW));

        assertThat(customer.reject(ask.start("b", "live_dubbing", "channel", NOW)))
                .isInstanceOf(SessionAlreadyRuns.class);
        customer.accept(ask.start("c", "subtitles", "channel", NOW));
        assertThat(customer.reject(new CloseAccount(Customer.ID, Optional.empty(), FreeText.NONE, NOW)))
                .isEqualTo(new SessionsRunning(Customer.ID, 2));
    }

    @Test
    void a_name_that_is_no_more_than_the_prefix_is_a_name_like_any_other() {
        assertThat(customer.reject(ask.start("a", "live_", "channel", NOW))).isInstanceOf(UnknownFeature.class);
    }

    @Test
    void what_never_ran_and_what_no_longer_runs_are_told_apart() {
        promotion("beta", 1_000);
        assertThat(customer.reject(ask.start("a", "karaoke", "channel", NOW))).isInstanceOf(UnknownFeature.class);
        assertThat(customer.reject(ask.heartbeat("a", NOW))).isEqualTo(new NoSuchSession(LiveSessions.id("a")));
        customer.accept(ask.start("a", NOW));
        customer.accept(ask.end("a", USER_STOPPED, at(5)));

        assertThat(customer.reject(ask.heartbeat("a", at(6))))
                .isInstanceOfSatisfying(
                        SessionHasEnded.class,
                        ended -> assertThat(ended.end().orElseThrow().reason()).isEqualTo(USER_STOPPED));
    }

    @Test
    void a_charge_can_be_given_back() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        var checkpoint = last(SessionCheckpointed.class, customer.accept(ask.connected("a", at(30), at(30))));

        var reversed = last(
                DeductionReversed.class,
                customer.accept(new ReverseDeduction(
                        Customer.ID,
                        ReversalId.of(Customer.ID, new IdempotencyKey("sorry")),
                        checkpoint.deduction(),
                        Optional.empty(),
                        FreeText.NONE,
                        at(40),
                        Past.NONE)));
        assertThat(reversed.amount()).isEqualTo(Credits.of(30));
        assertThat(reversed.feature()).contains("live_dubbing");
        assertThat(reversed.balance()).isEqualTo(balance(940, 60));
    }

    @Test
    void what_is_given_back_and_gone_at_once_is_no_top_up() {
        promotion("beta", 1_000);
        customer.accept(ask.connect("a", NOW));
        for (var seconds = 30; seconds <= 960; seconds += 30) {
            customer.accept(ask.connected("a", at(seconds), at(seconds)));
        }
        customer.accept(new RevokeGrant(Customer.ID, Customer.grantId("beta"), FreeText.NONE, at(960), Past.NONE));
        var charge = customer.events(SessionCheckpointed.class).getFirst().deduction();
        customer.accept(new ReverseDeduction(
                Customer.ID,
                ReversalId.of(Customer.ID, new IdempotencyKey("sorry")),
                charge,
                Optional.empty(),
                FreeText.NONE,
                at(961),
                Past.NONE));

        assertThat(customer.root().lowBalance().baseline()).isEqualTo(Credits.of(1_000));
    }

    @Test
    void no_more_seconds_are_believed_at_the_end_than_before() {
        promotion("beta", 1_000);
        customer.accept(ask.start("a", NOW));
        customer.accept(ask.counted("a", 30, 7, at(30)));

        var repeated = new Reading.Counted(64, Optional.of(7L));
        assertThat(customer.reject(ask.end("a", USER_STOPPED, Optional.of(repeated), at(61))))
                .isEqualTo(new SecondsAheadOfClock(64, 61));
    }

    private void promotion(String key, long credits) {
        promotion(key, credits, NOW);
    }

    private void promotion(String key, long credits, Instant at) {
        customer.accept(Customer.promotion(key, Credits.of(credits), Optional.empty(), at));
    }

    private static Instant at(long seconds) {
        return NOW.plus(Duration.ofSeconds(seconds));
    }

    private static Balance balance(long available, long held) {
        return new Balance(Credits.of(available), Credits.of(held), Credits.ZERO);
    }

    private static <E extends BoundEvent> E last(Class<E> kind, List<BoundEvent> events) {
        return kind.cast(events.getLast());
    }
}
