package dev.creditledger.api.demo.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.demo.DemoTiers;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten minutes and a second at 0.5 credits a minute: 5.008334, rounded up at the sixth decimal. */
class SessionsCheckTest {

    private static final String ACCOUNT = "live-0001";
    private static final String SESSION = "11111111-2222-3333-4444-555555555555";
    private static final String CHARGE = "5.008334";

    private static final String RATE = "charged is the rate times the seconds, rounded up";
    private static final String SUMS = "checkpoints and end add up to what was charged";
    private static final String GONE = "charges are what is gone from the accounts";
    private static final String LEFT = "nothing is held any more, nothing runs";
    private static final String LIVES = "each session is in the log, with one start and one end";
    private static final String SECONDS = "seconds are those for which the client was connected";
    private static final String LAST = "credits, quota and time ended it at the exact second";
    private static final String TOLD = "the client was told what the log says";

    /** One session as all sides know it. What is to be wrong is changed in one of them. */
    private static final class Story {
        long ends = 1;
        String reason = "user_stopped";
        long seconds = 601;
        String charged = CHARGE;
        long sumOfSeconds = 601;
        String sumOfAmounts = CHARGE;
        String gone = CHARGE;
        String remaining = "94.991666";
        String held = "0";
        long running = 0;
        long least = 600;
        long most = 602;
        Optional<Long> quota = Optional.empty();
        Optional<Ear.End> end = Optional.of(new Ear.End("user_stopped", 601, new BigDecimal(CHARGE)));
        int warned = 1;
        String witnessed = SESSION;

        SessionsCheck check() {
            var logged = new LoggedSession(
                    ACCOUNT,
                    SESSION,
                    1,
                    ends,
                    0,
                    20,
                    "dubbing",
                    Optional.of(reason),
                    "minute",
                    new BigDecimal("0.5"),
                    7_200,
                    seconds,
                    new BigDecimal(charged),
                    sumOfSeconds,
                    new BigDecimal(sumOfAmounts),
                    Map.of(20, 1, 10, 0, 5, 0));
            var account = new SeenAccount(
                    ACCOUNT, new BigDecimal(gone), new BigDecimal(remaining), new BigDecimal(held), running);
            var visit = new Visit(
                    new AccountId(ACCOUNT),
                    DemoTiers.PRO,
                    Credits.of(100),
                    "dubbing",
                    "channel-1",
                    "source_lang=en",
                    Life.STOPS,
                    quota,
                    List.of());
            var witness =
                    new Witness(visit, Optional.of(witnessed), Optional.empty(), least, most, end, Map.of(20, warned));
            return SessionsCheck.of(new Evidence(List.of(logged), List.of(account), List.of(witness)));
        }
    }

    @Test
    void an_honest_session_passes() {
        var check = new Story().check();

        assertThat(check.verdicts()).hasSize(8).allMatch(SessionsCheck.Verdict::passed);
        assertThat(check.passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5.008333", "5.008335", "6.008334"})
    void a_charge_that_is_not_the_rate_times_the_seconds_fails(String charged) {
        failed(
                story -> {
                    story.charged = charged;
                    story.sumOfAmounts = charged;
                    story.gone = charged;
                    story.end = Optional.of(new Ear.End("user_stopped", 601, new BigDecimal(charged)));
                },
                RATE);
    }

    @Test
    void a_checkpoint_too_many_fails() {
        failed(story -> story.sumOfAmounts = "5.258334", SUMS);
        failed(story -> story.sumOfSeconds = 631, SUMS);
    }

    @Test
    void credits_that_are_gone_for_nothing_fail() {
        failed(story -> story.gone = "5.008335", GONE);
    }

    @Test
    void what_is_left_behind_fails() {
        failed(story -> story.held = "0.5", LEFT);
        failed(story -> story.running = 1, LEFT);
    }

    @Test
    void a_session_that_ends_twice_or_that_nobody_ran_fails() {
        failed(story -> story.ends = 2, LIVES);
        failed(story -> story.witnessed = "99999999-2222-3333-4444-555555555555", LIVES);
    }

    @Test
    void nothing_that_ran_proves_nothing() {
        assertThat(SessionsCheck.of(new Evidence(List.of(), List.of(), List.of()))
                        .passed())
                .isFalse();
    }

    @Test
    void seconds_for_which_nobody_was_connected_fail() {
        failed(story -> story.most = 600, SECONDS);
    }

    @Test
    void seconds_that_were_not_charged_fail() {
        failed(story -> story.least = 602, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"credits_exhausted", "quota_exceeded", "max_duration"})
    void a_session_that_is_cut_off_too_early_fails(String reason) {
        failed(
                story -> {
                    story.reason = reason;
                    story.quota = Optional.of(602L);
                    story.end = Optional.of(new Ear.End(reason, 601, new BigDecimal(CHARGE)));
                },
                LAST);
    }

    @Test
    void credits_that_pay_for_no_further_second_end_it_rightly() {
        var story = new Story();
        story.reason = "credits_exhausted";
        story.remaining = "0.008332";
        story.end = Optional.of(new Ear.End("credits_exhausted", 601, new BigDecimal(CHARGE)));

        assertThat(story.check().passed()).isTrue();
    }

    @Test
    void a_client_that_was_told_something_else_fails() {
        failed(story -> story.end = Optional.of(new Ear.End("user_stopped", 600, new BigDecimal(CHARGE))), TOLD);
        failed(story -> story.end = Optional.empty(), TOLD);
        failed(story -> story.warned = 2, TOLD);
    }

    private static void failed(Consumer<Story> change, String rule) {
        var story = new Story();
        change.accept(story);
        var check = story.check();

        assertThat(check.passed()).isFalse();
        assertThat(check.verdicts().stream().filter(verdict -> !verdict.passed()))
                .extracting(SessionsCheck.Verdict::rule)
                .containsExactly(rule);
    }
}
