package dev.creditledger.domain.root;

import static dev.creditledger.domain.root.Plans.NOT_ROLLING;
import static dev.creditledger.domain.root.Plans.PRO_MAX;
import static dev.creditledger.domain.subscription.SubscriptionStatus.ACTIVE;
import static dev.creditledger.domain.subscription.SubscriptionStatus.CANCELLED;
import static dev.creditledger.domain.subscription.SubscriptionStatus.GRACE_PERIOD;
import static dev.creditledger.domain.subscription.SubscriptionStatus.PAST_DUE;
import static dev.creditledger.domain.subscription.SubscriptionStatus.SUSPENDED;
import static dev.creditledger.domain.subscription.SubscriptionStatus.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.AccountRejection.SpendingStopped;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Disposition;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.creditledger.domain.subscription.SubscriptionRejection.IllegalStatusChange;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionTest {

    private static final Instant JUNE = Instant.parse("2027-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2027-07-01T00:00:00Z");

    private final Customer customer = Customer.openedAt(JUNE);

    @Test
    void the_first_active_subscription_allots_at_once() {
        var events = customer.subscribe(NOT_ROLLING, JUNE);

        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isInstanceOfSatisfying(CreditsGranted.class, granted -> {
            assertThat(granted.amount()).isEqualTo(Credits.of(20_000));
            assertThat(granted.terms().effectiveAt()).isEqualTo(JUNE);
            assertThat(granted.terms().expiresAt()).contains(JULY);
            assertThat(granted.ledgerKeyHash()).isPresent();
        });
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        SubscriptionChanged.class,
                        changed -> assertThat(changed.granted()).isEqualTo(Credits.of(20_000)));
    }

    @Test
    void ten_times_the_same_gives_one_allotment() {
        IntStream.range(0, 10).forEach(i -> customer.subscribe(NOT_ROLLING, JUNE.plusSeconds(i)));

        assertThat(customer.events(CreditsGranted.class)).hasSize(1);
        assertThat(customer.available()).isEqualTo(Credits.of(20_000));
    }

    @Test
    void a_trial_allots_nothing_and_spends_what_there_is() {
        customer.accept(Customer.promotion("gift", Credits.of(5), Optional.empty(), JUNE));
        set(PRO_MAX, TRIAL, JUNE);
        assertThat(customer.settle(JULY.plus(Duration.ofDays(300)))).isEmpty();
        customer.spend("d", Credits.of(5), JUNE);

        assertThat(customer.events(CreditsGranted.class)).hasSize(1);
        assertThat(customer.root().authorize(Credits.ZERO, JUNE).authorized()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TRIAL, ACTIVE SUSPENDED CANCELLED EXPIRED",
        "ACTIVE, PAST_DUE GRACE_PERIOD SUSPENDED CANCELLED EXPIRED",
        "PAST_DUE, ACTIVE GRACE_PERIOD SUSPENDED CANCELLED EXPIRED",
        "GRACE_PERIOD, ACTIVE SUSPENDED CANCELLED EXPIRED",
        "SUSPENDED, ACTIVE CANCELLED EXPIRED",
        "CANCELLED, ACTIVE EXPIRED",
        "EXPIRED, ACTIVE"
    })
    void a_status_becomes_what_it_may_or_stays_and_nothing_else(SubscriptionStatus from, String legal) {
        var may = Arrays.stream(legal.split(" ", -1))
                .map(SubscriptionStatus::valueOf)
                .collect(Collectors.toSet());
        for (var to : SubscriptionStatus.values()) {
            var subscribed = being(from);
            var command = Customer.subscription(NOT_ROLLING, to, Optional.empty(), JUNE);
            if (to == from || may.contains(to)) {
                subscribed.accept(command);
                assertThat(subscribed.subscription().status()).isEqualTo(to);
            } else {
                var before = subscribed.root();
                assertThat(subscribed.reject(command)).isEqualTo(new IllegalStatusChange(Optional.of(from), to, may));
                assertThat(subscribed.root()).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SubscriptionStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TRIAL", "ACTIVE"})
    void a_subscription_begins_as_a_trial_or_active(SubscriptionStatus status) {
        assertThat(customer.reject(Customer.subscription(NOT_ROLLING, status, Optional.empty(), JUNE)))
                .isEqualTo(new IllegalStatusChange(Optional.empty(), status, Set.of(TRIAL, ACTIVE)));
    }

    @ParameterizedTest
    @CsvSource({
        "SUSPENDED, subscription_suspended",
        "CANCELLED, subscription_cancelled",
        "EXPIRED, subscription_expired"
    })
    void who_is_suspended_or_cancelled_or_expired_spends_nothing_and_is_given_nothing(
            SubscriptionStatus status, String reason) {
        customer.subscribe(NOT_ROLLING, JUNE);
        customer.accept(Customer.hold("h", Credits.of(10), Duration.ofDays(1), JUNE));
        customer.become(status, JUNE);
        var stopped = new SpendingStopped(Customer.ID, reason);

        assertThat(customer.reject(Customer.deduction("d", Credits.of(1), JUNE)))
                .isEqualTo(stopped);
        assertThat(customer.reject(Customer.hold("h2", Credits.of(1), Duration.ofDays(1), JUNE)))
                .isEqualTo(stopped);
        assertThat(customer.root().authorize(Credits.of(1), JUNE).authorized()).isFalse();
        customer.accept(new CaptureHold(
                Customer.ID,
                Customer.holdId("h"),
                Customer.deductionId("c"),
                Optional.empty(),
                DeductionType.CUSTOM,
                Optional.empty(),
                FreeText.NONE,
                JUNE,
                Past.NONE));

        customer.settle(JULY.plus(Duration.ofDays(200)));
        assertThat(customer.available()).isEqualTo(Credits.ZERO);
        assertThat(customer.events(SubscriptionRenewed.class)).isEmpty();
    }

    @Test
    void who_resumes_within_the_period_has_what_was_left_and_later_the_period_that_runs_then_once() {
        customer.subscribe(NOT_ROLLING, JUNE);
        customer.spend("d", Credits.of(5_000), JUNE);
        customer.become(SUSPENDED, JUNE.plusSeconds(1));
        customer.become(ACTIVE, JULY.minusSeconds(1));
        assertThat(customer.available()).isEqualTo(Credits.of(15_000));

        customer.become(CANCELLED, JULY.minusSeconds(1));
        var october = Instant.parse("2027-10-20T00:00:00Z");
        customer.become(ACTIVE, october);
        customer.become(SUSPENDED, october);
        customer.become(ACTIVE, october);

        assertThat(customer.available()).isEqualTo(Credits.of(20_000));
        assertThat(customer.period().number()).isEqualTo(4);
        assertThat(customer.events(CreditsGranted.class))
                .as("none for what was missed")
                .hasSize(2);
        customer.settle(Instant.parse("2027-11-01T00:00:00Z"));
        assertThat(customer.events(SubscriptionRenewed.class)).hasSize(1);
    }

    @Test
    void past_due_and_grace_spend_as_the_plan_says_and_are_not_renewed() {
        for (var status : List.of(PAST_DUE, GRACE_PERIOD)) {
            for (var may : List.of(true, false)) {
                var subscribed = Customer.openedAt(JUNE);
                subscribed.subscribe(lateSpending(may && status == PAST_DUE, may && status == GRACE_PERIOD), JUNE);
                subscribed.become(status, JUNE);
                var deduction = Customer.deduction("d", Credits.of(1), JUNE);
                if (may) {
                    subscribed.accept(deduction);
                } else {
                    assertThat(subscribed.reject(deduction)).isInstanceOf(SpendingStopped.class);
                }
                subscribed.settle(JULY);
                assertThat(subscribed.events(SubscriptionRenewed.class)).isEmpty();
                assertThat(subscribed.available()).isEqualTo(Credits.ZERO);
            }
        }
    }

    @Test
    void a_tier_that_changes_while_nothing_is_allotted_counts_from_when_it_is_active_again() {
        customer.subscribe(NOT_ROLLING, JUNE);
        set(PRO_MAX, PAST_DUE, Instant.parse("2027-06-10T00:00:00Z"));
        assertThat(customer.available()).isEqualTo(Credits.of(20_000));

        set(PRO_MAX, ACTIVE, Instant.parse("2027-06-16T00:00:00Z"));
        assertThat(customer.available()).isEqualTo(Credits.of(60_000));
    }

    @Test
    void a_closed_account_is_not_renewed_and_takes_no_subscription() {
        customer.subscribe(NOT_ROLLING, JUNE);
        customer.accept(new CloseAccount(Customer.ID, Optional.of(Disposition.FORFEIT), FreeText.NONE, JUNE));

        assertThat(customer.settle(JULY.plus(Duration.ofDays(300)))).isEmpty();
        assertThat(customer.reject(Customer.subscription(PRO_MAX, ACTIVE, Optional.empty(), JULY)))
                .isEqualTo(new AccountIsClosed(Customer.ID));
    }

    @Test
    void an_account_that_closes_after_its_period_is_renewed_before() {
        customer.subscribe(NOT_ROLLING, JUNE);

        customer.accept(new CloseAccount(Customer.ID, Optional.of(Disposition.FORFEIT), FreeText.NONE, JULY));

        assertThat(customer.account().totals().expired()).isEqualTo(Credits.of(40_000));
    }

    @Test
    void without_an_account_there_is_no_subscription() {
        assertThat(new Customer().reject(Customer.subscription(PRO_MAX, ACTIVE, Optional.empty(), JULY)))
                .isEqualTo(new NoSuchAccount(Customer.ID));
    }

    @Test
    void a_change_that_would_open_one_lot_too_many_is_refused_as_a_whole() {
        IntStream.rangeClosed(1, 1_000)
                .forEach(i -> customer.accept(Customer.promotion("g" + i, Credits.of(1), Optional.empty(), JUNE)));

        assertThat(customer.reject(Customer.subscription(NOT_ROLLING, ACTIVE, Optional.empty(), JUNE)))
                .isEqualTo(new LimitReached("open_lots", 1_000));

        set(NOT_ROLLING, TRIAL, JUNE);
        assertThat(customer.root().subscription()).isPresent();
    }

    @Test
    void a_rejected_command_leaves_what_is_due_for_the_next_one() {
        customer.subscribe(NOT_ROLLING, JUNE);
        customer.reject(Customer.deduction("too much", Credits.of(20_001), JULY));
        assertThat(customer.events(SubscriptionRenewed.class)).isEmpty();

        customer.spend("all of the new period", Credits.of(20_000), JULY);
        assertThat(customer.events(SubscriptionRenewed.class)).hasSize(1);
    }

    @Test
    void plans_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Plans.rolling("-0.1", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Plans.rolling("1.000001", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Plans.rolling("0.0000001", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Plan(Tier.PRO, Credits.of(1), Funding.PAID, BigDecimal.ZERO, Credits.ZERO, true, true));
    }

    private void set(Plan plan, SubscriptionStatus status, Instant at) {
        customer.accept(Customer.subscription(plan, status, Optional.empty(), at));
    }

    private static Customer being(SubscriptionStatus status) {
        var subscribed = Customer.openedAt(JUNE);
        subscribed.accept(Customer.subscription(NOT_ROLLING, status == TRIAL ? TRIAL : ACTIVE, Optional.empty(), JUNE));
        subscribed.become(status, JUNE);
        return subscribed;
    }

    private static Plan lateSpending(boolean pastDue, boolean grace) {
        return new Plan(Tier.PRO, Credits.of(20_000), Funding.CONTRACT, BigDecimal.ZERO, Credits.ZERO, pastDue, grace);
    }
}
