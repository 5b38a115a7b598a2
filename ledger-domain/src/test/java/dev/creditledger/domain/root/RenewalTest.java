package dev.creditledger.domain.root;

import static dev.creditledger.domain.root.Plans.PRO;
import static dev.creditledger.domain.subscription.SubscriptionStatus.ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountRejection.AccountIsFrozen;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalTest {

    private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");
    private static final Credits ALLOCATION = Credits.of(20_000);

    @ParameterizedTest
    @CsvSource({
        "2027-01-28, 2027-02-28 2027-03-28 2027-04-28 2027-05-28",
        "2027-01-29, 2027-02-28 2027-03-29 2027-04-29 2027-05-29",
        "2027-01-30, 2027-02-28 2027-03-30 2027-04-30 2027-05-30",
        "2027-01-31, 2027-02-28 2027-03-31 2027-04-30 2027-05-31",
        "2028-01-29, 2028-02-29 2028-03-29 2028-04-29 2028-05-29",
        "2028-01-30, 2028-02-29 2028-03-30 2028-04-30 2028-05-30",
        "2028-01-31, 2028-02-29 2028-03-31 2028-04-30 2028-05-31",
        "2028-02-29, 2028-03-29 2028-04-29 2028-05-29 2028-06-29",
        "2099-11-30, 2099-12-30 2100-01-30 2100-02-28 2100-03-30",
        "2399-12-31, 2400-01-31 2400-02-29 2400-03-31 2400-04-30",
    })
    void each_period_begins_that_many_months_after_the_anchor_and_not_after_the_period_before(
            String anchor, String renewals) {
        var time = "T23:59:59.999999Z";
        var customer = Customer.openedAt(Instant.parse(anchor + time));
        customer.subscribe(PRO, Instant.parse(anchor + time));

        for (var date : renewals.split(" ", -1)) {
            var renewsAt = Instant.parse(date + time);
            assertThat(customer.settle(renewsAt.minusNanos(1_000))).isEmpty();
            assertThat(customer.settle(renewsAt)).hasAtLeastOneElementOfType(SubscriptionRenewed.class);
            assertThat(customer.period().from()).isEqualTo(renewsAt);
        }
    }

    @Test
    void four_years_of_month_ends_are_covered_without_gap_or_overlap() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.accept(
                Customer.subscription(PRO, ACTIVE, Optional.of(Instant.parse("2026-12-31T00:00:00Z")), NEW_YEAR));

        customer.settle(Instant.parse("2030-12-31T00:00:00Z"));

        var periods = customer.events(SubscriptionRenewed.class).stream()
                .map(SubscriptionRenewed::period)
                .toList();
        assertThat(periods).hasSize(48);
        assertThat(periods)
                .extracting(Period::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 48).boxed().toList());
        for (var i = 1; i < periods.size(); i++) {
            assertThat(periods.get(i).from()).isEqualTo(periods.get(i - 1).until());
        }
        assertThat(customer.account().totals().granted()).isEqualTo(Credits.of(20_000 * 49 + 5_000 * 48));
    }

    @Test
    void five_missed_periods_are_made_up_for_in_order_and_each_rolls_over_once() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(PRO, NEW_YEAR);
        customer.spend("some", Credits.of(12_000), NEW_YEAR.plusSeconds(1));

        var events = customer.settle(Instant.parse("2027-06-15T12:00:00Z"));

        assertThat(events(events, SubscriptionRenewed.class))
                .extracting(renewed -> renewed.occurredAt().toString().substring(0, 10) + ' ' + renewed.unspent()
                        + " left, " + renewed.rolledOver() + " rolled over")
                .containsExactly(
                        "2027-02-01 8000 left, 2000 rolled over",
                        "2027-03-01 20000 left, 5000 rolled over",
                        "2027-04-01 20000 left, 5000 rolled over",
                        "2027-05-01 20000 left, 5000 rolled over",
                        "2027-06-01 20000 left, 5000 rolled over");
        assertThat(events(events, CreditsExpired.class))
                .as("what was rolled over expires and is not rolled over again")
                .extracting(CreditsExpired::amount)
                .containsExactly(
                        Credits.of(8_000),
                        Credits.of(2_000),
                        ALLOCATION,
                        Credits.of(5_000),
                        ALLOCATION,
                        Credits.of(5_000),
                        ALLOCATION,
                        Credits.of(5_000),
                        ALLOCATION);
        assertThat(customer.available()).isEqualTo(Credits.of(25_000));
        assertThat(events).extracting(BoundEvent::occurredAt).isSorted();
    }

    @Test
    void what_is_rolled_over_is_the_share_and_at_most_the_cap() {
        assertThat(availableAfterRenewal("0.333333", 1_000_000)).isEqualTo("26666.66");
        assertThat(availableAfterRenewal("0.333333", 100)).isEqualTo("20100");
        assertThat(availableAfterRenewal("1", 0)).isEqualTo("20000");
        assertThat(availableAfterRenewal("0", 100)).isEqualTo("20000");
        assertThat(availableAfterRenewal("1", 20_000)).isEqualTo("40000");
    }

    private static String availableAfterRenewal(String share, long most) {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(Plans.rolling(share, most), NEW_YEAR);
        customer.settle(Instant.parse("2027-02-01T00:00:00Z"));
        return customer.available().toString();
    }

    @Test
    void what_is_held_at_the_end_of_a_period_is_not_rolled_over_and_expires_upon_release() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(PRO, NEW_YEAR);
        var eve = Instant.parse("2027-01-31T23:00:00Z");
        customer.accept(Customer.hold("h", Credits.of(12_000), Duration.ofHours(2), eve));

        customer.settle(Instant.parse("2027-02-01T02:00:00Z"));

        assertThat(customer.events(SubscriptionRenewed.class).getLast().unspent())
                .isEqualTo(Credits.of(8_000));
        assertThat(customer.available()).isEqualTo(Credits.of(22_000));
        assertThat(customer.account().totals().expired()).isEqualTo(ALLOCATION);
    }

    @Test
    void a_retry_at_the_very_instant_of_renewal_allots_nothing_more() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(PRO, NEW_YEAR);
        var renewsAt = Instant.parse("2027-02-01T00:00:00Z");

        customer.settle(renewsAt);
        customer.settle(renewsAt);
        customer.subscribe(PRO, renewsAt);
        customer.subscribe(PRO, renewsAt);

        assertThat(customer.available()).isEqualTo(Credits.of(25_000));
        assertThat(customer.events(CreditsGranted.class)).hasSize(3);
    }

    @Test
    void a_change_of_tier_at_the_very_instant_of_renewal_counts_for_the_whole_new_period() {
        var renewsAt = Instant.parse("2027-02-01T00:00:00Z");
        var higher = Customer.openedAt(NEW_YEAR);
        higher.subscribe(Plans.NOT_ROLLING, NEW_YEAR);
        higher.subscribe(Plans.PRO_MAX, renewsAt);
        assertThat(higher.available()).isEqualTo(Credits.of(100_000));

        var lower = Customer.openedAt(NEW_YEAR);
        lower.subscribe(Plans.NOT_ROLLING, NEW_YEAR);
        lower.subscribe(Plans.FREE, renewsAt);
        assertThat(lower.available()).isEqualTo(Credits.of(2_000));
    }

    @Test
    void a_frozen_account_is_renewed_and_does_not_spend() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(Plans.NOT_ROLLING, NEW_YEAR);
        customer.accept(new FreezeAccount(Customer.ID, FreeText.NONE, NEW_YEAR));
        var march = Instant.parse("2027-03-01T00:00:00Z");

        assertThat(customer.reject(Customer.deduction("d", Credits.of(1), march)))
                .isEqualTo(new AccountIsFrozen(Customer.ID));
        customer.settle(march);

        assertThat(customer.available()).isEqualTo(ALLOCATION);
        assertThat(customer.events(SubscriptionRenewed.class)).hasSize(2);
    }

    @Test
    void the_last_allotment_is_what_an_account_may_still_be_granted_in_its_life() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(Plans.NOT_ROLLING, NEW_YEAR);
        var rest = Credits.MAX.minus(ALLOCATION).minus(Credits.of(5_000));
        customer.accept(Customer.promotion("much", rest, Optional.empty(), NEW_YEAR));

        customer.settle(Instant.parse("2027-02-01T00:00:00Z"));
        assertThat(customer.account().totals().granted()).isEqualTo(Credits.MAX);
        assertThat(customer.available()).isEqualTo(rest.plus(Credits.of(5_000)));

        var events = customer.settle(Instant.parse("2027-04-01T00:00:00Z"));
        assertThat(events(events, CreditsGranted.class)).isEmpty();
        assertThat(events(events, SubscriptionRenewed.class)).hasSize(2);
        assertThat(customer.available()).isEqualTo(rest);
    }

    @Test
    void an_account_with_all_the_lots_it_may_have_is_renewed_and_still_takes_back_what_it_spent() {
        var customer = Customer.openedAt(NEW_YEAR);
        customer.subscribe(PRO, NEW_YEAR);
        IntStream.rangeClosed(1, 999)
                .forEach(i -> customer.accept(Customer.promotion("g" + i, Credits.of(1), Optional.empty(), NEW_YEAR)));
        assertThat(customer.reject(Customer.promotion("one more", Credits.of(1), Optional.empty(), NEW_YEAR)))
                .isEqualTo(new LimitReached("open_lots", 1_000));
        var february = Instant.parse("2027-02-01T00:00:00Z");

        customer.settle(february);
        assertThat(customer.account().lots().inDrawOrder()).hasSize(1_001);
        customer.spend("half of one", Credits.exactly(new BigDecimal("0.5")), february);
        var back = customer.accept(new ReverseDeduction(
                Customer.ID,
                ReversalId.of(Customer.ID, new IdempotencyKey("r")),
                Customer.deductionId("half of one"),
                Optional.empty(),
                FreeText.NONE,
                february,
                Past.NONE));

        assertThat(back).hasOnlyElementsOfType(DeductionReversed.class);
        customer.settle(Instant.parse("2032-02-01T00:00:00Z"));
        assertThat(customer.available()).isEqualTo(Credits.of(25_999));
    }

    @Test
    void what_is_allotted_happens_when_its_period_begins_or_when_it_is_asked_for() {
        var customer = Customer.openedAt(NEW_YEAR);
        var later = NEW_YEAR.plus(Duration.ofDays(20));

        customer.accept(Customer.subscription(PRO, ACTIVE, Optional.of(NEW_YEAR.minus(Duration.ofDays(3))), later));
        customer.settle(Instant.parse("2027-02-15T00:00:00Z"));

        assertThat(customer.events(CreditsGranted.class))
                .extracting(granted -> granted.occurredAt())
                .containsExactly(later, Instant.parse("2027-01-29T00:00:00Z"), Instant.parse("2027-01-29T00:00:00Z"));
    }

    @Test
    void anchors_before_the_epoch_and_times_at_the_edges_are_no_trouble() {
        for (var edge : List.of("1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "9999-11-30T00:00:00Z")) {
            for (var anchor : List.of("0001-01-31T00:00:00Z", "1969-12-31T00:00:00Z", "9999-12-31T23:59:59.999999Z")) {
                var now = Instant.parse(edge);
                var customer = Customer.openedAt(now);
                customer.accept(
                        Customer.subscription(Plans.NOT_ROLLING, ACTIVE, Optional.of(Instant.parse(anchor)), now));
                customer.settle(now.plus(Duration.ofDays(62)));
                assertThat(customer.available())
                        .as("%s, anchor %s", edge, anchor)
                        .isEqualTo(ALLOCATION);
                assertThat(customer.events(SubscriptionRenewed.class)).hasSizeBetween(2, 3);
            }
        }
    }

    private static <E extends BoundEvent> List<E> events(List<BoundEvent> events, Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
