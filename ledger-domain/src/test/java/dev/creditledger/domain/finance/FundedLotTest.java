package dev.creditledger.domain.finance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Source;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FundedLotTest {

    private record Step(Outlet outlet, long millionths) {}

    private static FundedLot lot(String paid, long millionths) {
        return new FundedLot(
                Funding.PAID,
                Source.PURCHASE,
                LocalDate.parse("2026-01-01"),
                new Credits(millionths),
                Optional.of(new Money(new BigDecimal(paid), "EUR")));
    }

    private static Map<LedgerAccount, BigDecimal> after(FundedLot lot, List<Step> steps) {
        var money = new EnumMap<LedgerAccount, BigDecimal>(LedgerAccount.class);
        var gone = Gone.NOTHING;
        var postings = new ArrayList<>(lot.issue());
        for (var step : steps) {
            var next = gone.plus(step.outlet(), step.millionths());
            postings.addAll(lot.postings(gone, next));
            gone = next;
        }
        postings.forEach(posting -> money.merge(posting.heading().account(), posting.money(), BigDecimal::add));
        return money;
    }

    @Test
    void ten_euros_for_three_credits_are_split_so_that_they_total_exactly() {
        var money = after(
                lot("10", 3_000_000),
                List.of(
                        new Step(Outlet.USED, 1_000_000),
                        new Step(Outlet.EXPIRED, 1_000_000),
                        new Step(Outlet.REVOKED, 1_000_000)));

        assertThat(money)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        LedgerAccount.CLEARING, new BigDecimal("10.000000"),
                        LedgerAccount.CREDIT_LIABILITY, new BigDecimal("0.000000"),
                        LedgerAccount.REVENUE, new BigDecimal("-3.333333"),
                        LedgerAccount.BREAKAGE, new BigDecimal("-3.333333"),
                        LedgerAccount.REFUNDS_PAYABLE, new BigDecimal("-3.333334")));
    }

    @Test
    void money_does_not_depend_on_the_order_of_what_happened() {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++) {
            var amount = 1 + random.nextInt(1_000);
            var lot = lot(List.of("10", "0.000001", "9.99", "1", "0.000007").get(random.nextInt(5)), amount);
            var steps = new ArrayList<>(LongStream.range(0, amount)
                    .mapToObj(_ -> new Step(any(Outlet.values(), random), 1))
                    .toList());
            var money = after(lot, steps);
            Collections.shuffle(steps, random);
            assertThat(after(lot, steps)).isEqualTo(money);
            assertThat(after(lot, summed(steps))).isEqualTo(money);
            assertThat(money.get(LedgerAccount.CREDIT_LIABILITY)).isZero();
        }
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static List<Step> summed(List<Step> steps) {
        var sums = new HashMap<Outlet, Long>();
        steps.forEach(step -> sums.merge(step.outlet(), step.millionths(), Long::sum));
        return sums.entrySet().stream()
                .map(sum -> new Step(sum.getKey(), sum.getValue()))
                .toList();
    }

    @Test
    void what_is_reversed_goes_back_to_the_last_fraction() {
        var lot = lot("9.99", 7);
        var money = after(
                lot,
                List.of(
                        new Step(Outlet.USED, 1),
                        new Step(Outlet.USED, 3),
                        new Step(Outlet.EXPIRED, 2),
                        new Step(Outlet.USED, -3),
                        new Step(Outlet.EXPIRED, 1),
                        new Step(Outlet.USED, -1),
                        new Step(Outlet.EXPIRED, -3)));

        assertThat(money.get(LedgerAccount.CREDIT_LIABILITY)).isEqualByComparingTo("-9.99");
        assertThat(money.get(LedgerAccount.REVENUE)).isZero();
        assertThat(money.get(LedgerAccount.BREAKAGE)).isZero();
    }

    @Test
    void the_largest_lot_there_can_be_is_split_exactly() {
        var lot = new FundedLot(
                Funding.PAID,
                Source.PURCHASE,
                LocalDate.parse("2026-01-01"),
                Credits.MAX,
                Optional.of(new Money(new BigDecimal("999999999999.999999"), "EUR")));

        var gone = new Gone(Credits.MAX.millionths() - 1, 0, 0);

        assertThat(lot.postings(Gone.NOTHING, gone))
                .filteredOn(posting -> posting.heading().account() == LedgerAccount.REVENUE)
                .extracting(Posting::money)
                .containsExactly(new BigDecimal("-999999999999.998998"));
    }
}
