package dev.creditledger.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.creditledger.api.security.Caller;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {

    private static final SubjectId ALICE = new SubjectId("alice");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final Policy TEN = new Policy("api", 10);

    private final HandTime time = new HandTime(0);
    private final RateLimits limits = limits(settings(100, 20, 0));

    private RateLimits limits(RateLimitSettings settings) {
        return new RateLimits(new Policies(settings), (_, policy) -> new Counter.OnThisNode(policy, time));
    }

    private static RateLimitSettings settings(int api, int quotaCheck, int service) {
        return new RateLimitSettings(api, quotaCheck, 5, 600, service, 0, false, Duration.ofMillis(250));
    }

    @Test
    void what_remains_is_counted_down_and_a_new_minute_begins_at_once() {
        for (var left = 9; left >= 0; left--) {
            var verdict = limits.take(ALICE, TEN);
            assertThat(verdict.admitted()).isTrue();
            assertThat(verdict.header()).isEqualTo("\"api\";r=" + left + ";t=60");
        }
        time.advance(Duration.ofMillis(20_001));
        var refused = limits.take(ALICE, TEN);
        assertThat(refused.admitted()).isFalse();
        assertThat(refused.policy().header()).isEqualTo("\"api\";q=10;w=60");
        assertThat(refused.header()).isEqualTo("\"api\";r=0;t=40");

        time.advance(Duration.ofSeconds(refused.secondsToReset()));
        assertThat(limits.take(ALICE, TEN).remaining()).isEqualTo(9);
    }

    @Test
    void who_is_refused_is_told_when_to_come_again_and_never_at_once() {
        var refused = Verdict.refused(TEN, 1).problem();

        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(refused.body("request"))
                .containsEntry("code", "rate_limited")
                .containsEntry("policy", "api")
                .containsEntry("limit", 10)
                .containsEntry("retryAfterSeconds", 1L);
    }

    @Test
    void one_caller_does_not_take_from_another_nor_one_policy_from_another() {
        spend(ALICE, TEN);

        assertThat(limits.take(ALICE, TEN).admitted()).isFalse();
        assertThat(limits.take(BOB, TEN).admitted()).isTrue();
        assertThat(limits.take(ALICE, new Policy("websocket", 5)).admitted()).isTrue();
    }

    private void spend(SubjectId subject, Policy policy) {
        for (var i = 0; i < policy.perMinute(); i++) {
            assertThat(limits.take(subject, policy).admitted()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "USER,    API,         api,         100",
        "USER,    QUOTA_CHECK, quota-check, 20",
        "USER,    WEBSOCKET,   websocket,   5",
        "AUDITOR, API,         auditor,     600",
        "AUDITOR, WEBSOCKET,   auditor,     600",
    })
    void a_role_has_its_limits(Role role, Purpose purpose, String policy, int perMinute) {
        assertThat(limits.take(caller(role), purpose).orElseThrow().policy()).isEqualTo(new Policy(policy, perMinute));
    }

    @Test
    void services_and_admins_have_none_even_if_they_are_users_as_well() {
        for (var purpose : Purpose.values()) {
            assertThat(limits.take(caller(Role.SERVICE), purpose)).isEmpty();
            assertThat(limits.take(caller(Role.ADMIN, Role.AUDITOR), purpose)).isEmpty();
            assertThat(limits.take(caller(Role.USER, Role.SERVICE), purpose)).isEmpty();
        }
    }

    @Test
    void a_limit_of_zero_is_none() {
        var without = limits(settings(0, 0, 7));

        assertThat(without.take(caller(Role.USER), Purpose.API)).isEmpty();
        assertThat(without.take(caller(Role.SERVICE), Purpose.API).orElseThrow().policy())
                .isEqualTo(new Policy("service", 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(100, -1, 0))
                .withMessageContaining("ledger.rate-limit.quota-check");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/live/quota/check,   QUOTA_CHECK",
        "/api/v1/live/quota/check/x, QUOTA_CHECK",
        "/api/v1/live/quota/checks,  API",
        "/api/v1/accounts,           API",
        "/dev/clock,                 API",
    })
    void a_path_tells_the_purpose(String path, Purpose purpose) {
        assertThat(Purpose.of(path)).isEqualTo(purpose);
    }

    private static Caller caller(Role... roles) {
        return new Caller(ALICE, Set.of(roles), Optional.empty(), Optional.empty());
    }
}
