package dev.creditledger.domain.simulation;

import static dev.creditledger.domain.simulation.Life.MARGIN;
import static dev.creditledger.domain.simulation.Life.MINI;
import static dev.creditledger.domain.simulation.Life.OTHER;
import static dev.creditledger.domain.simulation.Life.PRICES;
import static dev.creditledger.domain.simulation.Life.START;
import static dev.creditledger.domain.simulation.Life.WORTH;
import static dev.creditledger.domain.simulation.Life.credits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.Margin.Tiered;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.domain.simulation.SimulationReport.Charges;
import dev.creditledger.domain.simulation.SimulationReport.RunOut;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Timespan DAY = new Timespan(START, START.plus(Duration.ofDays(1)));
    private static final MarginScope OPENAI =
            new MarginScope(Optional.empty(), Optional.of("openai"), Optional.empty());

    private static Assumptions margin(MarginScope scope, Margin margin) {
        return new Assumptions(Optional.empty(), Map.of(scope, margin), ExpiryPolicy.AS_IT_WAS);
    }

    private static Assumptions times(String multiplier) {
        return margin(MarginScope.EVERYTHING, new FixedPercentage(new BigDecimal(multiplier)));
    }

    private static Assumptions prices(Map<ModelName, TokenPrices> prices) {
        return new Assumptions(Optional.of(prices), Map.of(), ExpiryPolicy.AS_IT_WAS);
    }

    private static Assumptions expiry(Source source, Optional<Period> lasting) {
        return new Assumptions(Optional.empty(), Map.of(), new ExpiryPolicy(Map.of(source, lasting)));
    }

    private static Simulation simulated(Assumptions assumed, Timespan time, Life... lives) {
        var simulation = new Simulation(assumed, time, 2, _ -> true);
        for (var life : lives) {
            life.events().forEach(simulation::take);
        }
        return simulation;
    }

    private static SimulationReport report(Assumptions assumed, Life... lives) {
        return simulated(assumed, DAY, lives).report();
    }

    private static Credits available(Simulation simulation, Life life) {
        return simulation.account(life.id).orElseThrow().lots().stream()
                .map(SimulatedLot::available)
                .reduce(Credits.ZERO, Credits::plus);
    }

    /** From tokens and prices alone, the one rounding upwards. */
    private static BigDecimal priced(TokenUsage tokens, TokenPrices prices, BigDecimal margin) {
        return new BigDecimal(tokens.inputTokens() - tokens.cachedInputTokens())
                .multiply(prices.inputUsdPerMillion())
                .add(new BigDecimal(tokens.cachedInputTokens()).multiply(prices.cachedInputUsdPerMillion()))
                .add(new BigDecimal(tokens.outputTokens()).multiply(prices.outputUsdPerMillion()))
                .multiply(margin)
                .divide(WORTH.scaleByPowerOfTen(6), 6, RoundingMode.CEILING);
    }

    @Test
    void twice_the_margin_is_twice_the_credits_before_they_are_rounded() {
        var life = new Life("alice");
        life.grant("100000");
        var random = new Random(4);
        var expected = BigDecimal.ZERO;
        var vendor = BigDecimal.ZERO;
        for (var count = 0; count < 200; count++) {
            var usage = life.use(random.nextLong(2_000_000)).usage().orElseThrow();
            expected = expected.add(priced(usage.tokens(), PRICES, MARGIN.multiply(BigDecimal.TWO)));
            vendor = vendor.add(usage.vendorCostUsd());
        }

        var line = report(times("3"), life).lines().getFirst();

        assertThat(line.requests()).isEqualTo(200);
        assertThat(line.tier()).isEqualTo(Tier.FREE);
        assertThat(line.simulated().credits()).isEqualByComparingTo(expected);
        assertThat(line.simulated().vendorCostUsd()).isEqualByComparingTo(vendor);
        assertThat(line.asCharged().vendorCostUsd()).isEqualByComparingTo(vendor);
        assertThat(line.simulated().marginUsd())
                .isEqualByComparingTo(expected.multiply(WORTH).subtract(vendor));
        assertThat(line.asCharged().credits())
                .isLessThan(line.simulated().credits())
                .isEqualByComparingTo(life.account().totals().deducted().toBigDecimal());
    }

    @Test
    void other_prices_change_credits_and_vendor_cost_and_leave_the_multiplier() {
        var life = new Life("alice");
        life.grant("1000");
        var tokens = life.use(1_000_000).usage().orElseThrow().tokens();
        var dearer = new TokenPrices(new BigDecimal("0.31"), new BigDecimal("0.2"), new BigDecimal("0.7"));

        var line = report(prices(Map.of(MINI, dearer)), life).lines().getFirst();

        assertThat(line.simulated().credits()).isEqualByComparingTo(priced(tokens, dearer, MARGIN));
        assertThat(line.simulated().vendorCostUsd()).isEqualByComparingTo(dearer.costUsd(tokens));
    }

    @Test
    void a_model_that_the_other_prices_lack_keeps_its_own_and_is_named() {
        var life = new Life("alice");
        life.grant("1000");
        life.use(OTHER, 50_000, Insufficiency.REJECT);
        life.use(OTHER, 60_000, Insufficiency.REJECT);

        var report = report(prices(Map.of(MINI, PRICES)), life);

        assertThat(report.unpriced()).containsExactly(Map.entry(OTHER, 2L));
        assertThat(report.lines().getFirst().simulated())
                .isEqualTo(report.lines().getFirst().asCharged());
    }

    @Test
    void the_narrowest_margin_counts_and_where_none_fits_it_stays() {
        var life = new Life("alice");
        life.grant("1000");
        var tokens = life.use(1_000_000).usage().orElseThrow().tokens();
        var onlyPro = new MarginScope(Optional.of(Tier.PRO), Optional.empty(), Optional.empty());
        var mini = new MarginScope(Optional.empty(), Optional.of(MINI.vendor()), Optional.of(MINI.model()));

        var stays = report(margin(onlyPro, new FixedPercentage(BigDecimal.TEN)), life);
        var narrowest = report(
                new Assumptions(
                        Optional.empty(),
                        Map.of(
                                OPENAI, new FixedPercentage(BigDecimal.TEN),
                                mini, new FixedPercentage(BigDecimal.TWO)),
                        ExpiryPolicy.AS_IT_WAS),
                life);

        assertThat(stays.lines().getFirst().simulated())
                .isEqualTo(stays.lines().getFirst().asCharged());
        assertThat(narrowest.lines().getFirst().simulated().credits())
                .isEqualByComparingTo(priced(tokens, PRICES, BigDecimal.TWO));
    }

    @Test
    void who_cannot_pay_pays_what_is_there_runs_out_once_and_goes_on() {
        var life = new Life("alice");
        life.grant("100");
        life.use(1_000_000);
        var at = life.now();
        var second = life.use(1_000_000);
        var price = second.usage().orElseThrow().credits().toBigDecimal();
        life.use(1_000_000);
        life.grant("500");
        life.use(1_000_000);
        // Half of what was granted before goes to the first request at twice its price.
        var doubled = price.multiply(BigDecimal.TWO);
        var lacking =
                doubled.multiply(BigDecimal.TWO).subtract(new BigDecimal("100")).max(BigDecimal.ZERO);

        var report = report(times("3"), life);

        var charges = report.lines().getFirst().simulated();
        assertThat(report.ranOut()).isEqualTo(lacking.signum() > 0 ? 1 : 0).isEqualTo(1);
        assertThat(report.first())
                .containsExactly(new RunOut(life.id, at, Credits.exactly(lacking), 2, lacking.add(doubled)));
        assertThat(charges.unpaidRequests()).isEqualTo(2);
        assertThat(charges.unpaidCredits()).isEqualByComparingTo(lacking.add(doubled));
        assertThat(charges.credits()).isEqualByComparingTo(new BigDecimal("100").add(doubled));
    }

    @Test
    void all_that_run_out_are_counted_and_so_many_listed_as_were_asked_for() {
        var lives = List.of("alice", "bob", "carol").stream()
                .map(name -> {
                    var life = new Life(name);
                    life.grant("50");
                    life.use(1_000_000);
                    return life;
                })
                .toArray(Life[]::new);

        var report = report(times("9"), lives);

        assertThat(report.ranOut()).isEqualTo(3);
        assertThat(report.first()).map(it -> it.account().value()).containsExactly("alice", "bob");
    }

    @Test
    void what_is_charged_at_a_fixed_price_or_held_can_run_out_too() {
        var holds = new Life("alice");
        holds.grant("75");
        holds.use(1_000_000);
        var at = holds.now();
        holds.capture(holds.hold("20"), "15");
        var deducts = new Life("bob");
        deducts.grant("75");
        deducts.use(1_000_000);
        deducts.deduct("20");

        var report = report(times("3"), holds, deducts);

        assertThat(report.ranOut()).isEqualTo(2);
        assertThat(report.first().getFirst().at()).isEqualTo(at);
        assertThat(report.lines().getFirst().simulated().unpaidCredits()).isZero();
    }

    @Test
    void a_reversal_gives_back_the_same_share_of_what_was_paid() {
        var life = new Life("alice");
        life.grant("1000");
        var used = life.use(1_000_000);
        var whole = used.amount();
        var third = new Credits(whole.millionths() / 3);
        life.reverse(used, third);

        var half = simulated(times("0.75"), DAY, life);

        var paid = new Credits(whole.millionths() / 2 + whole.millionths() % 2);
        var back = new Credits(paid.millionths() * third.millionths() / whole.millionths());
        assertThat(available(half, life)).isEqualTo(credits("1000").minus(paid).plus(back));

        life.reverse(used, whole.minus(third));

        assertThat(available(simulated(times("0.75"), DAY, life), life)).isEqualTo(credits("1000"));
    }

    @Test
    void what_was_recorded_as_uncovered_is_owed_until_credits_are_bought() {
        var life = new Life("alice");
        life.grant("10");
        var recorded = life.use(MINI, 1_000_000, Insufficiency.RECORD);
        life.grant("5");
        life.grant("1000", Source.PURCHASE, Optional.empty());
        var price = recorded.usage().orElseThrow().credits();

        var same = simulated(Assumptions.NONE, DAY, life);
        var twice = simulated(times("3"), DAY, life);

        assertThat(same.report().ranOut()).isZero();
        assertThat(available(same, life)).isEqualTo(life.account().balance().available());
        assertThat(twice.report().ranOut()).isOne();
        assertThat(available(twice, life)).isEqualTo(credits("1015").minus(price.plus(price)));
    }

    @Test
    void grants_of_a_source_last_as_long_as_is_assumed() {
        var life = new Life("alice");
        life.grant("100", Source.SUBSCRIPTION, Optional.of(START.plus(Duration.ofDays(400))));
        life.grant("100", Source.BONUS, Optional.of(START.plus(Duration.ofHours(12))));
        life.at(START.plus(Duration.ofDays(32)));
        var late = life.use(1_000_000);
        var month = new Timespan(START, START.plus(Duration.ofDays(365)));

        var shorter = simulated(expiry(Source.SUBSCRIPTION, Optional.of(Period.ofMonths(1))), month, life);
        var longer = simulated(expiry(Source.BONUS, Optional.empty()), month, life);

        assertThat(shorter.report().first())
                .containsExactly(new RunOut(
                        life.id,
                        late.bookedAt(),
                        late.amount(),
                        1,
                        late.amount().toBigDecimal()));
        assertThat(longer.report().ranOut()).isZero();
        assertThat(available(longer, life)).isEqualTo(credits("200").minus(late.amount()));
    }

    @Test
    void a_month_is_a_calendar_month_in_utc() {
        var life = new Life("alice");
        life.at(Instant.parse("2027-01-31T10:00:00Z"));
        life.grant("100", Source.SUBSCRIPTION, Optional.empty());
        life.at(Instant.parse("2027-02-28T09:59:59.999999Z"));
        life.use(1_000);
        life.at(Instant.parse("2027-02-28T10:00:00Z"));
        life.use(1_000);
        var year = new Timespan(Instant.parse("2027-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z"));

        var report = simulated(expiry(Source.SUBSCRIPTION, Optional.of(Period.ofMonths(1))), year, life)
                .report();

        assertThat(report.lines().getFirst().simulated().unpaidRequests()).isOne();
    }

    @Test
    void a_multiplier_by_the_months_usage_follows_what_would_have_been_used() {
        var life = new Life("alice");
        life.grant("10000");
        var tokens = life.use(1_000_000).usage().orElseThrow().tokens();
        life.use(1_000_000);
        life.use(1_000_000);
        var first = priced(tokens, PRICES, BigDecimal.TEN);
        var steps = new Tiered(List.of(
                new Tiered.Step(Credits.ZERO, BigDecimal.TEN),
                new Tiered.Step(Credits.exactly(first), BigDecimal.TWO)));

        var report = report(margin(MarginScope.EVERYTHING, steps), life);

        assertThat(report.lines().getFirst().simulated().credits())
                .isEqualByComparingTo(
                        first.add(priced(tokens, PRICES, BigDecimal.TWO).multiply(BigDecimal.TWO)));
    }

    @Test
    void nothing_before_or_after_the_time_is_reported_or_changes() {
        var life = new Life("alice");
        life.grant("1000");
        life.use(1_000_000);
        var from = life.now();
        life.use(1_000_000);
        var to = life.now();
        life.use(1_000_000);
        var price = ((CreditsDeducted) life.events().getLast()).amount();

        var simulation = simulated(times("3"), new Timespan(from, to), life);

        var line = simulation.report().lines().getFirst();
        assertThat(line.requests()).isOne();
        assertThat(line.simulated().credits())
                .isEqualByComparingTo(line.asCharged().credits().multiply(BigDecimal.TWO));
        assertThat(available(simulation, life))
                .isEqualTo(life.account().balance().available().minus(price));
    }

    @Test
    void nobody_pays_more_than_an_account_can_have() {
        var life = new Life("alice");
        life.grant("1000");
        life.use(1_000_000);
        var dearest = new BigDecimal("999999999");

        var report = report(prices(Map.of(MINI, new TokenPrices(dearest, dearest, dearest))), life);

        assertThat(report.lines().getFirst().simulated().unpaidCredits())
                .isEqualByComparingTo(Credits.MAX.toBigDecimal().subtract(new BigDecimal("1000")));
    }

    @Test
    void sums_are_as_large_as_prices_make_them() {
        var life = new Life("alice");
        life.grant("10000");
        for (var count = 0; count < 20; count++) {
            life.use(1_000_000);
        }
        var dearest = new BigDecimal("999999999");

        var report = report(prices(Map.of(MINI, new TokenPrices(dearest, dearest, dearest))), life);

        assertThat(report.lines().getFirst().simulated().unpaidCredits())
                .isEqualByComparingTo(Credits.MAX
                        .toBigDecimal()
                        .multiply(new BigDecimal("20"))
                        .subtract(new BigDecimal("10000")));
    }

    @Test
    void where_all_that_was_owed_is_written_off_nothing_is_owed() {
        var life = new Life("alice");
        life.grant("10");
        life.use(MINI, 1_000_000, Insufficiency.RECORD);
        life.writeOff();
        life.grant("1000", Source.PURCHASE, Optional.empty());

        var twice = simulated(times("3"), DAY, life);

        assertThat(twice.account(life.id).orElseThrow().uncovered()).isEqualTo(Credits.ZERO);
        assertThat(available(twice, life)).isEqualTo(credits("1000"));
    }

    @Test
    void what_is_rolled_over_follows_what_would_have_lapsed() {
        var life = new Life("alice");
        var ends = life.now().plus(Duration.ofDays(30));
        var first = life.allotted("1/0/allocation", "100", ends);
        life.use(1_000_000);
        var left = life.account().balance().available();
        life.at(ends);
        life.settle();
        var rolledOver = life.allotted("1/1/rollover", "20", ends.plus(Duration.ofDays(30)));
        life.allotted("1/1/allocation", "100", ends.plus(Duration.ofDays(30)));
        var year = new Timespan(START, START.plus(Duration.ofDays(365)));

        var same = simulated(Assumptions.NONE, year, life);
        var cheaper = simulated(times("0.5"), year, life);
        var lasting = simulated(expiry(Source.SUBSCRIPTION, Optional.of(Period.ofMonths(2))), year, life);

        var lapsed = new BigDecimal("100")
                .subtract(cheaper.report().lines().getFirst().simulated().credits());
        assertThat(remaining(same, life)).containsEntry(rolledOver, credits("20"));
        assertThat(remaining(cheaper, life))
                .containsEntry(
                        rolledOver,
                        Credits.exactly(new BigDecimal("20")
                                .multiply(lapsed)
                                .divide(left.toBigDecimal(), Credits.SCALE, RoundingMode.FLOOR)));
        assertThat(remaining(lasting, life)).containsEntry(first, left).doesNotContainKey(rolledOver);
    }

    private static Map<GrantId, Credits> remaining(Simulation simulation, Life life) {
        return simulation.account(life.id).orElseThrow().lots().stream()
                .collect(Collectors.toMap(SimulatedLot::grant, SimulatedLot::remaining));
    }

    @Test
    void live_sessions_are_charged_as_they_were_as_far_as_there_is_something_left() {
        var life = new Life("alice");
        life.grant("100");
        life.use(1_000_000);
        var spent = life.account().totals().deducted();
        life.talk();

        var same = simulated(Assumptions.NONE, DAY, life);
        var dearer = simulated(times("3"), DAY, life);

        assertThat(life.account().balance().available()).isEqualTo(credits("40").minus(spent));
        assertThat(available(same, life)).isEqualTo(credits("40").minus(spent));
        assertThat(same.report().ranOut()).isZero();
        assertThat(available(dearer, life)).isEqualTo(Credits.ZERO);
        assertThat(dearer.report().first()).singleElement().satisfies(out -> {
            var charged = dearer.report().lines().getFirst().simulated().credits();
            assertThat(out.requests()).isOne();
            assertThat(out.unpaidCredits())
                    .isEqualByComparingTo(charged.add(new BigDecimal("60")).subtract(new BigDecimal("100")));
        });
    }

    @Test
    void charges_add_up() {
        var one = new Charges(BigDecimal.TEN, BigDecimal.ONE, 1, BigDecimal.TEN, BigDecimal.TWO);

        assertThat(one.plus(one).plus(Charges.NONE))
                .isEqualTo(new Charges(
                        new BigDecimal("20"), BigDecimal.TWO, 2, new BigDecimal("20"), new BigDecimal("4")));
        assertThat(one.marginUsd()).isEqualTo(new BigDecimal("8"));
    }

    @Test
    void a_time_begins_before_it_ends_and_credits_last_a_day_at_least() {
        assertThatThrownBy(() -> new Timespan(START, START)).hasMessageContaining("begins before it ends");
        assertThatThrownBy(() -> new ExpiryPolicy(Map.of(Source.BONUS, Optional.of(Period.ZERO))))
                .hasMessageContaining("for a day at least");
        for (var endless : List.of("P999999999Y", "P12001M", "P365001D")) {
            assertThatThrownBy(() -> new ExpiryPolicy(Map.of(Source.BONUS, Optional.of(Period.parse(endless)))))
                    .hasMessageContaining("1000 years at most");
        }
        assertThat(new ExpiryPolicy(Map.of(Source.BONUS, Optional.of(Period.ofYears(1_000)))).lasting())
                .hasSize(1);
    }
}
