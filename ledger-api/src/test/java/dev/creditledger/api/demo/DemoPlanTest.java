package dev.creditledger.api.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.account.AccountId;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoPlanTest {

    private static final Trace HOUR = TraceReader.shipped();

    @Test
    void the_same_trace_gives_the_same_plan() {
        assertThat(DemoPlan.of(TraceReader.shipped()).charges())
                .isEqualTo(DemoPlan.of(HOUR).charges());
    }

    @Test
    void another_trace_has_accounts_and_keys_of_its_own() {
        var other = DemoPlan.of(new Trace(HOUR.requests().reversed()));

        assertThat(other.accounts())
                .doesNotContainAnyElementsOf(DemoPlan.of(HOUR).accounts());
        // As sets: each of 19,366 keys compared with each would take seconds.
        assertThat(Collections.disjoint(Set.copyOf(keys(other)), Set.copyOf(keys(DemoPlan.of(HOUR)))))
                .isTrue();
    }

    private static List<String> keys(DemoPlan plan) {
        return plan.charges().stream().map(charge -> charge.key().value()).toList();
    }

    @Test
    void every_request_is_dealt_once_in_trace_order() {
        var charges = DemoPlan.of(HOUR).charges();

        assertThat(charges).hasSameSizeAs(HOUR.requests());
        assertThat(new HashSet<>(keys(DemoPlan.of(HOUR)))).hasSameSizeAs(charges);
        for (var i = 0; i < charges.size(); i++) {
            assertThat(charges.get(i).traceTime())
                    .isEqualTo(HOUR.requests().get(i).time());
            assertThat(charges.get(i).number()).isEqualTo(i + 1);
        }
    }

    @Test
    void an_account_gets_requests_in_proportion_to_one_by_its_rank() {
        var plan = DemoPlan.of(HOUR);
        Map<AccountId, Long> requests = plan.charges().stream()
                .map(DemoPlan.Charge::account)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        var harmonic = 6.79;

        for (var rank : List.of(1, 2, 5, 10)) {
            var expected = HOUR.requests().size() / harmonic / rank;
            assertThat((double) requests.getOrDefault(plan.accounts().get(rank - 1), 0L))
                    .as("requests of the account of rank " + rank)
                    .isBetween(expected * 0.85, expected * 1.15);
        }
    }

    @Test
    void the_models_are_of_several_vendors() {
        var vendors = DemoPlan.of(HOUR).charges().stream()
                .map(charge -> charge.usage().vendor())
                .distinct();

        assertThat(vendors).hasSizeGreaterThanOrEqualTo(5);
    }
}
