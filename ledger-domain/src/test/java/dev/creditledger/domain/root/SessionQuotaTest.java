package dev.creditledger.domain.root;

import static dev.creditledger.domain.session.EndReason.QUOTA_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionRejection.NotAllowed;
import dev.creditledger.domain.session.SessionRejection.QuotaExceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subtitles cost nothing, so that quotas alone limit them; a second of dubbing costs a credit. */
class SessionQuotaTest {

    private static final Instant NOW = Instant.parse("2027-06-01T10:00:00Z");

    private final Customer customer = Customer.openedAt(NOW);
    private final LiveSessions ask = new LiveSessions();

    @AfterEach
    void every_credit_is_somewhere() {
        customer.checkThatEveryCreditIsSomewhere();
    }

    @Test
    void who_pays_nothing_is_limited_by_quota_alone() {
        ask.limit(hourly("subtitles", 100));
        customer.accept(ask.connect("a", "subtitles", "channel", NOW));
        var checkpoint = last(SessionCheckpointed.class, customer.accept(ask.connected("a", at(60), at(60))));
        assertThat(checkpoint.grant().untilSecond()).isEqualTo(100);
        assertThat(checkpoint.grant().finalUnit()).isTrue();

        var ended = last(SessionEnded.class, customer.accept(ask.connected("a", at(120), at(120))));
        assertThat(ended.reason()).isEqualTo(QUOTA_EXCEEDED);
        assertThat(ended.meter().counted()).isEqualTo(100);
        assertThat(ended.charged()).isEqualTo(Credits.ZERO);

        assertThat(customer.reject(ask.connect("b", "subtitles", "channel", at(121))))
                .isInstanceOfSatisfying(QuotaExceeded.class, refused -> {
                    assertThat(refused.bound().used()).isEqualTo(100);
                    assertThat(refused.bound().renewsAt()).isEqualTo(at(3_600));
                });
        customer.accept(ask.connect("b", "subtitles", "channel", at(3_600)));
    }

    @Test
    void sessions_do_not_use_the_same_second_of_a_quota_twice() {
        ask.limit(hourly("subtitles", 100));
        customer.accept(ask.start("a", "subtitles", "one", NOW));
        var second = last(SessionStarted.class, customer.accept(ask.start("b", "subtitles", "two", NOW)));

        assertThat(second.grant().untilSecond()).isEqualTo(40);
        assertThat(customer.reject(ask.start("c", "subtitles", "three", NOW))).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void a_session_that_crosses_the_hour_goes_on_with_the_next_one() {
        ask.limit(hourly("subtitles", 100));
        customer.accept(ask.connect("a", "subtitles", "one", at(3_540)));

        customer.accept(ask.connected("a", at(3_590), at(3_590)));
        var crossing = last(SessionCheckpointed.class, customer.accept(ask.connected("a", at(3_620), at(3_620))));

        assertThat(crossing.meter().counted()).isEqualTo(80);
        assertThat(customer.root().live().quotas().used("subtitles").in(Window.HOUR, at(3_620)))
                .isEqualTo(20);
        assertThat(last(SessionEnded.class, customer.accept(ask.connected("a", at(3_710), at(3_710))))
                        .meter()
                        .counted())
                .isEqualTo(160);
    }

    @Test
    void what_was_granted_may_be_used_whatever_becomes_of_the_quota() {
        ask.limit(hourly("subtitles", 130));
        customer.accept(ask.connect("a", "subtitles", "one", at(3_400)));
        var estimated = ask.connect("b", "subtitles", "two", at(3_540));
        customer.accept(new StartSession(
                estimated.account(),
                estimated.session(),
                estimated.feature(),
                estimated.channel(),
                Optional.of(184L),
                estimated.node(),
                estimated.prices(),
                estimated.quotas(),
                estimated.terms(),
                estimated.text(),
                estimated.at()));
        ask.limit(hourly("subtitles", 1));

        var late = customer.accept(ask.connected("a", at(3_460), at(3_541)));
        assertThat(last(SessionEnded.class, late).meter().counted()).isEqualTo(60);
    }

    @Test
    void seconds_of_an_hour_that_is_over_count_there_although_others_have_gone_on() {
        ask.limit(hourly("subtitles", 600));
        customer.accept(ask.connect("late", "subtitles", "one", at(3_000)));
        customer.accept(ask.connect("a", "subtitles", "two", at(3_000)));
        customer.accept(ask.connected("a", at(3_550), at(3_550)));
        customer.accept(ask.connect("b", "subtitles", "two", at(3_600)));
        customer.accept(ask.connected("b", at(3_630), at(3_630)));
        assertThat(used(3_600)).as("of the new hour").isEqualTo(30);
        assertThat(used(3_599)).as("of the one before").isEqualTo(600 - 60);

        var ended = last(SessionEnded.class, customer.accept(ask.connected("late", at(3_590), at(3_640))));
        assertThat(ended.reason()).isEqualTo(QUOTA_EXCEEDED);
        assertThat(ended.meter().counted()).isEqualTo(60);
        assertThat(used(3_599)).isEqualTo(600);
    }

    private long used(long seconds) {
        return customer.root().live().quotas().used("subtitles").in(Window.HOUR, at(seconds));
    }

    @Test
    void an_account_can_have_limits_of_its_own() {
        ask.limit(hourly("subtitles", 0));
        assertThat(customer.reject(ask.start("a", "subtitles", "one", NOW))).isInstanceOf(NotAllowed.class);

        customer.accept(new SetAccountQuota(
                Customer.ID, "subtitles", new QuotaLimits(Map.of(Window.HOUR, 30L)), FreeText.NONE, NOW));
        assertThat(last(SessionStarted.class, customer.accept(ask.start("a", "subtitles", "one", NOW)))
                        .grant()
                        .untilSecond())
                .isEqualTo(30);
    }

    private static TierQuotas hourly(String feature, long seconds) {
        return new TierQuotas(Map.of(Tier.FREE, Map.of(feature, new QuotaLimits(Map.of(Window.HOUR, seconds)))));
    }

    private static Instant at(long seconds) {
        return NOW.plus(Duration.ofSeconds(seconds));
    }

    private static <E extends BoundEvent> E last(Class<E> kind, List<BoundEvent> events) {
        return kind.cast(events.getLast());
    }
}
