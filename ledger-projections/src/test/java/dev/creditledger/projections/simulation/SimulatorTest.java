package dev.creditledger.projections.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.simulation.Assumptions;
import dev.creditledger.domain.simulation.ExpiryPolicy;
import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.SimulationReport.Charges;
import dev.creditledger.domain.simulation.SimulationReport.Line;
import dev.creditledger.domain.simulation.Timespan;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    private static final Timespan EVER =
            new Timespan(RandomLives.START.minus(Duration.ofDays(1)), RandomLives.START.plus(Duration.ofDays(400)));

    /** Next to nothing for everything. */
    private static final Assumptions LOWEST = new Assumptions(
            Optional.empty(),
            Map.of(MarginScope.EVERYTHING, new FixedPercentage(new BigDecimal("0.000001"))),
            ExpiryPolicy.AS_IT_WAS);

    private static TestLedger ledger;
    private static RandomLives lives;
    private static Simulator simulator;

    @BeforeAll
    static void random_lives() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 71, 6).live(2_500);
        simulator = new Simulator(ledger.log());
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    private static List<CreditsDeducted> usage(Predicate<BoundEvent> which) {
        return lives.events().stream()
                .filter(which)
                .filter(CreditsDeducted.class::isInstance)
                .map(CreditsDeducted.class::cast)
                .filter(it -> it.usage().isPresent())
                .toList();
    }

    private static BigDecimal credits(List<CreditsDeducted> deductions) {
        return deductions.stream().map(it -> it.amount().toBigDecimal()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void nothing_is_different_where_nothing_is_assumed() {
        var report = simulator.simulate(Assumptions.NONE, EVER, 10, (_, _) -> {});

        var used = usage(_ -> true);
        assertThat(used).hasSizeGreaterThan(50);
        assertThat(lives.events()).hasAtLeastOneElementOfType(DeductionReversed.class);
        assertThat(report.lines().stream().mapToLong(Line::requests).sum()).isEqualTo(used.size());
        assertThat(sum(report, Line::asCharged)).isEqualByComparingTo(credits(used));
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(line.simulated()).isEqualTo(line.asCharged()));
        assertThat(report.ranOut()).isZero();
    }

    @Test
    void cheaper_usage_leaves_nobody_worse_off() {
        var report = simulator.simulate(LOWEST, EVER, 10, (_, _) -> {});

        assertThat(report.ranOut()).isZero();
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(price(line.simulated())).isLessThanOrEqualTo(price(line.asCharged())));
        assertThat(sum(report, Line::simulated)).isLessThan(sum(report, Line::asCharged));
    }

    /** Paid or not: who could not pay the price may well pay a lower one. */
    private static BigDecimal price(Charges charges) {
        return charges.credits().add(charges.unpaidCredits());
    }

    private static BigDecimal sum(SimulationReport report, Function<Line, Charges> charges) {
        return report.lines().stream()
                .map(line -> charges.apply(line).credits())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void the_log_is_read_up_to_the_end_of_the_time() {
        var half = lives.events().get(lives.events().size() / 2).bookedAt();
        var positions = new ArrayList<Long>();
        var lasts = new ArrayList<Long>();

        var report = simulator.simulate(Assumptions.NONE, new Timespan(EVER.from(), half), 10, (position, last) -> {
            positions.add(position);
            lasts.add(last);
        });

        var before = usage(event -> event.bookedAt().isBefore(half));
        assertThat(report.lines().stream().mapToLong(Line::requests).sum()).isEqualTo(before.size());
        assertThat(positions.getLast())
                .isEqualTo(lasts.getLast())
                .isLessThan(ledger.log().head());
        assertThat(positions).isSorted();
    }

    @Test
    void nothing_happened_in_a_time_before_all_times() {
        var before = new Timespan(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

        assertThat(simulator
                        .simulate(Assumptions.NONE, before, 10, (_, _) -> {})
                        .lines())
                .isEmpty();
    }

    @Test
    void nothing_was_used_between_two_requests_that_follow_each_other() {
        var times = usage(_ -> true).stream()
                .map(CreditsDeducted::bookedAt)
                .distinct()
                .sorted()
                .toList();
        var middle = times.size() / 2;
        var between = new Timespan(times.get(middle).plusNanos(1_000), times.get(middle + 1));

        assertThat(simulator.simulate(LOWEST, between, 10, (_, _) -> {}).lines())
                .isEmpty();
    }

    @Test
    void an_event_that_cannot_be_read_is_named() {
        try (var other = TestLedger.still()) {
            new RandomLives(other, 62, 2).live(20);
            other.owner().execute("UPDATE log.event SET payload = '{}' WHERE position = 2");

            assertThatThrownBy(() -> new Simulator(other.log()).simulate(Assumptions.NONE, EVER, 10, (_, _) -> {}))
                    .isInstanceOf(CannotSimulateException.class)
                    .hasMessageContaining("the event at position 2 cannot be read");
        }
    }

    @Test
    void a_log_that_does_not_answer_is_told() {
        try (var other = TestLedger.still()) {
            new RandomLives(other, 63, 2).live(20);
            other.owner().execute("REVOKE SELECT ON log.event FROM ledger_app");

            assertThatThrownBy(() -> new Simulator(other.log()).simulate(Assumptions.NONE, EVER, 10, (_, _) -> {}))
                    .isInstanceOf(CannotSimulateException.class)
                    .hasMessageContaining("lacks a privilege");
        }
    }
}
