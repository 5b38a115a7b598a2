package dev.creditledger.domain.root;

import static dev.creditledger.domain.root.Plans.FREE;
import static dev.creditledger.domain.root.Plans.NOT_ROLLING;
import static dev.creditledger.domain.root.Plans.PERPETUAL;
import static dev.creditledger.domain.root.Plans.PRO_MAX;
import static dev.creditledger.domain.subscription.SubscriptionStatus.ACTIVE;
import static dev.creditledger.domain.subscription.SubscriptionStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** June has 2,592,000 seconds. */
class ProrationTest {

    private static final Instant JUNE = Instant.parse("2027-06-01T00:00:00Z");
    private static final Instant MIDDLE = Instant.parse("2027-06-16T00:00:00Z");
    private static final Instant JULY = Instant.parse("2027-07-01T00:00:00Z");

    private final Customer customer = Customer.openedAt(JUNE);

    @Test
    void an_upgrade_gives_the_difference_of_what_both_allot_for_the_seconds_that_are_left() {
        customer.subscribe(NOT_ROLLING, JUNE);

        var changed = last(PRO_MAX, MIDDLE.plusSeconds(1));

        assertThat(changed.granted())
                .as("1,295,999 seconds of 2,592,000, each rounded down")
                .isEqualTo(credits("49999.961419").minus(credits("9999.992283")));
        assertThat(customer.available()).isEqualTo(credits("59999.969136"));
        assertThat(customer.events(CreditsGranted.class).getLast().terms().expiresAt())
                .contains(JULY);
    }

    @Test
    void a_begun_second_does_not_count() {
        customer.subscribe(NOT_ROLLING, JUNE);

        assertThat(last(PRO_MAX, MIDDLE.plusNanos(1_000)).granted())
                .isEqualTo(last(NOT_ROLLING, MIDDLE.plusSeconds(1)).withdrawn());
        assertThat(last(PRO_MAX, JULY.minusNanos(1_000)).granted()).isEqualTo(Credits.ZERO);
    }

    @Test
    void a_downgrade_takes_the_difference_back_from_what_was_allotted_and_nothing_else() {
        customer.accept(Customer.promotion("gift", Credits.of(7), Optional.empty(), JUNE));
        customer.subscribe(PRO_MAX, JUNE);

        var changed = last(NOT_ROLLING, MIDDLE);

        assertThat(changed.withdrawn()).isEqualTo(Credits.of(40_000));
        assertThat(customer.available()).isEqualTo(Credits.of(60_007));
        assertThat(customer.account().totals().revoked()).isEqualTo(Credits.of(40_000));
    }

    @Test
    void a_downgrade_never_takes_more_than_is_left_unspent_and_unreserved() {
        customer.subscribe(PRO_MAX, JUNE);
        customer.accept(Customer.purchase("bought", Credits.of(500), Optional.empty(), JUNE));
        customer.spend("spent", Credits.of(69_000), JUNE);
        customer.accept(Customer.hold("h", Credits.of(1_000), Duration.ofDays(1), MIDDLE));

        assertThat(last(NOT_ROLLING, MIDDLE).withdrawn()).isEqualTo(Credits.of(30_000));

        assertThat(customer.available()).isEqualTo(Credits.of(500));
        assertThat(customer.account().balance().held()).isEqualTo(Credits.of(1_000));
        assertThat(last(FREE, MIDDLE).withdrawn()).isEqualTo(Credits.ZERO);
    }

    @Test
    void the_last_that_was_given_is_the_first_that_is_taken_back() {
        customer.subscribe(FREE, JUNE);
        customer.subscribe(NOT_ROLLING, JUNE);
        customer.subscribe(PRO_MAX, JUNE);
        var grants = customer.period().grants();

        customer.subscribe(FREE, JUNE);

        assertThat(customer.events(GrantReduced.class))
                .extracting(GrantReduced::grant)
                .containsExactly(grants.get(2), grants.get(1));
        assertThat(customer.available()).isEqualTo(Credits.of(2_000));
    }

    @Test
    void up_and_down_within_a_second_gains_nothing() {
        customer.subscribe(NOT_ROLLING, JUNE);
        for (var i = 0; i < 20; i++) {
            customer.subscribe(PRO_MAX, MIDDLE.plusSeconds(77));
            customer.subscribe(NOT_ROLLING, MIDDLE.plusSeconds(77));
        }

        assertThat(customer.available()).isEqualTo(Credits.of(20_000));
    }

    @Test
    void a_period_takes_only_so_many_upgrades_and_the_next_one_as_many_again() {
        customer.subscribe(FREE, JUNE);
        for (var i = 1; i < 100; i++) {
            customer.subscribe(PRO_MAX, JUNE.plusSeconds(i));
            customer.subscribe(FREE, JUNE.plusSeconds(i));
        }
        var upgrade = Customer.subscription(PRO_MAX, ACTIVE, Optional.empty(), MIDDLE);

        assertThat(customer.reject(upgrade)).isEqualTo(new LimitReached("grants_in_a_period", 100));
        customer.subscribe(FREE, MIDDLE);
        customer.subscribe(PERPETUAL, MIDDLE);
        customer.become(SUSPENDED, MIDDLE);
        customer.become(ACTIVE, MIDDLE);

        customer.subscribe(PRO_MAX, JULY);
        assertThat(customer.available()).isEqualTo(Credits.of(100_000));
    }

    @Test
    void up_at_once_and_down_by_steps_gains_nothing_either() {
        customer.subscribe(FREE, JUNE);
        for (var i = 0; i < 20; i++) {
            for (var plan : List.of(PRO_MAX, NOT_ROLLING, FREE)) {
                customer.subscribe(plan, MIDDLE.plusSeconds(77 + i / 10));
            }
        }

        assertThat(customer.available()).isEqualTo(Credits.of(2_000));
    }

    @Test
    void down_and_up_with_everything_spent_gains_nothing() {
        customer.subscribe(PRO_MAX, JUNE);
        customer.spend("all", Credits.of(100_000), JUNE);

        customer.subscribe(NOT_ROLLING, MIDDLE);
        customer.subscribe(PRO_MAX, MIDDLE);
        assertThat(customer.available()).isEqualTo(Credits.ZERO);

        customer.subscribe(PERPETUAL, MIDDLE);
        customer.subscribe(NOT_ROLLING, MIDDLE);
        customer.subscribe(PRO_MAX, MIDDLE);
        assertThat(customer.available()).isEqualTo(Credits.ZERO);
    }

    @Test
    void down_and_up_around_a_hold_or_a_revocation_gains_nothing() {
        customer.subscribe(PRO_MAX, JUNE);
        customer.accept(Customer.hold("h", Credits.of(100_000), Duration.ofDays(1), MIDDLE));
        customer.subscribe(NOT_ROLLING, MIDDLE);
        customer.accept(new ReleaseHold(Customer.ID, Customer.holdId("h"), MIDDLE, Past.NONE));
        customer.subscribe(PRO_MAX, MIDDLE);
        assertThat(customer.available()).isEqualTo(Credits.of(100_000));

        customer.accept(
                new RevokeGrant(Customer.ID, customer.period().grants().getFirst(), FreeText.NONE, MIDDLE, Past.NONE));
        customer.subscribe(FREE, MIDDLE);
        customer.subscribe(PRO_MAX, MIDDLE);
        assertThat(customer.available()).isEqualTo(Credits.ZERO);
    }

    @Test
    void what_could_not_be_taken_back_is_given_less_when_the_time_has_come_for_more() {
        customer.subscribe(PRO_MAX, JUNE);
        customer.spend("all", Credits.of(100_000), JUNE);
        customer.subscribe(NOT_ROLLING, MIDDLE);
        assertThat(customer.period().ahead()).isEqualTo(Credits.of(40_000));

        customer.subscribe(plan(Tier.ENTERPRISE_MAX, 1_000_000), MIDDLE);
        assertThat(customer.available())
                .as("490,000 for half a month, less 40,000")
                .isEqualTo(Credits.of(450_000));

        customer.settle(JULY);
        assertThat(customer.period().ahead()).isEqualTo(Credits.ZERO);
        assertThat(customer.available()).isEqualTo(Credits.of(1_000_000));
    }

    @Test
    void a_plan_without_an_allocation_has_no_periods_and_one_with_it_begins_again_where_the_last_ended() {
        customer.subscribe(PERPETUAL, JUNE);
        assertThat(customer.subscription().period()).isEmpty();
        assertThat(customer.settle(Instant.parse("2031-06-01T00:00:00Z"))).isEmpty();

        var later = Instant.parse("2031-06-10T00:00:00Z");
        customer.subscribe(NOT_ROLLING, later);
        assertThat(customer.available()).isEqualTo(Credits.of(20_000));
        customer.subscribe(PERPETUAL, later);
        assertThat(customer.available()).as("for nine days of thirty").isEqualTo(Credits.of(6_000));
        assertThat(customer.settle(Instant.parse("2031-09-01T00:00:00Z"))).hasSize(1);
        assertThat(customer.events(SubscriptionRenewed.class)).isEmpty();
    }

    @Test
    void a_new_anchor_allots_nothing_for_time_that_is_covered() {
        customer.subscribe(NOT_ROLLING, JUNE);

        anchored("2027-06-16T00:00:00Z", MIDDLE);
        anchored("2027-06-10T00:00:00Z", MIDDLE);
        anchored("2027-06-01T00:00:00Z", MIDDLE);
        anchored("2027-06-16T00:00:00Z", MIDDLE);
        assertThat(customer.available()).isEqualTo(Credits.of(20_000));
        assertThat(customer.events(CreditsGranted.class)).hasSize(1);

        customer.settle(JULY);
        assertThat(customer.available()).as("15 days of 30").isEqualTo(Credits.of(10_000));
        assertThat(customer.period().from()).isEqualTo(JULY);
        customer.settle(Instant.parse("2027-07-16T00:00:00Z"));
        assertThat(customer.available()).isEqualTo(Credits.of(20_000));
    }

    @Test
    void before_its_anchor_a_new_subscription_is_given_what_is_left_of_a_month() {
        var anchor = Instant.parse("2027-06-16T00:00:00Z");
        customer.accept(Customer.subscription(PRO_MAX, ACTIVE, Optional.of(anchor), JUNE));

        // The month before the anchor begins on 16 May: 15 of its 31 days are left on 1 June.
        assertThat(customer.period().from()).isEqualTo(JUNE);
        assertThat(customer.period().until()).isEqualTo(anchor);
        assertThat(customer.account().totals().granted().millionths())
                .isEqualTo(PRO_MAX.allocation().millionths() * 15 / 31);
    }

    @Test
    void a_new_anchor_while_nothing_is_covered_reaches_back_to_where_the_last_period_ended() {
        customer.subscribe(NOT_ROLLING, JUNE);
        customer.become(SUSPENDED, MIDDLE);
        var resumed = Instant.parse("2027-07-11T00:00:00Z");

        anchored("2027-07-16T00:00:00Z", resumed);

        assertThat(customer.period().start()).isEqualTo(MIDDLE);
        assertThat(customer.period().from()).isEqualTo(JULY);
        assertThat(customer.available()).as("15 days of 30").isEqualTo(Credits.of(10_000));
    }

    @Test
    void an_allocation_of_a_millionth_is_shared_without_anybody_gaining() {
        var least = new Plan(Tier.PRO, new Credits(1), Funding.CONTRACT, BigDecimal.ONE, Credits.MAX, true, true);
        customer.subscribe(least, JUNE);
        customer.subscribe(PERPETUAL, JUNE.plusSeconds(1));
        assertThat(customer.available()).isEqualTo(new Credits(1));
        customer.subscribe(least, JUNE.plusSeconds(2));
        customer.settle(JULY);
        assertThat(customer.available()).isEqualTo(new Credits(2));
    }

    @Test
    void the_largest_allocation_there_is_does_not_overflow() {
        var most = new Plan(Tier.PRO, Credits.MAX, Funding.CONTRACT, BigDecimal.ONE, Credits.MAX, true, true);
        customer.subscribe(PERPETUAL, JUNE);
        customer.subscribe(most, JUNE);
        customer.spend("all", Credits.MAX, JUNE);
        for (var i = 1; i < 9; i++) {
            customer.subscribe(PERPETUAL, JUNE.plusSeconds(i));
            customer.subscribe(most, JUNE.plusSeconds(i));
        }
        customer.settle(JULY);
        assertThat(customer.available()).isEqualTo(Credits.ZERO);
    }

    private void anchored(String anchor, Instant at) {
        customer.accept(Customer.subscription(NOT_ROLLING, ACTIVE, Optional.of(Instant.parse(anchor)), at));
    }

    private SubscriptionChanged last(Plan plan, Instant at) {
        return (SubscriptionChanged) customer.subscribe(plan, at).getLast();
    }

    private static Plan plan(Tier tier, long allocation) {
        return Plans.plan(tier, allocation, "0", 0);
    }

    private static Credits credits(String amount) {
        return Credits.exactly(new BigDecimal(amount));
    }
}
