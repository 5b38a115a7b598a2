package dev.creditledger.api.demo.live;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.account.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePlanTest {

    private static final SortedSet<String> FEATURES = new TreeSet<>(List.of("subtitles", "dubbing"));
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void the_same_hour_gives_the_same_plan() {
        assertThat(plan(NOON, 500).visits()).isEqualTo(plan(NOON, 500).visits());
    }

    @Test
    void another_hour_has_accounts_of_its_own_and_is_the_same_otherwise() {
        var one = plan(NOON, 60).visits();
        var other = plan(NOON.plusSeconds(3_600), 60).visits();

        assertThat(accounts(other)).doesNotContainAnyElementsOf(accounts(one));
        assertThat(other.stream().map(Visit::acts))
                .containsExactlyElementsOf(one.stream().map(Visit::acts).toList());
        assertThat(other.stream().map(Visit::credits))
                .containsExactlyElementsOf(one.stream().map(Visit::credits).toList());
    }

    private static List<AccountId> accounts(List<Visit> visits) {
        return visits.stream().map(Visit::account).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {LivePlan.SESSIONS_MIN, 60, 500, LivePlan.SESSIONS_MAX})
    void every_life_is_lived_on_an_account_of_its_own(int sessions) {
        var plan = plan(NOON, sessions);

        assertThat(accounts(plan.visits())).hasSize(sessions).doesNotHaveDuplicates();
        var lives = plan.visits().stream().collect(groupingBy(Visit::life, counting()));
        assertThat(lives).containsOnlyKeys(Life.values());
        assertThat(lives.get(Life.STOPS)).isGreaterThanOrEqualTo(sessions / 4);
        assertThat(plan.visits())
                .allSatisfy(visit -> assertThat(visit.account().value()).startsWith(plan.prefix()));
    }

    @Test
    void what_is_done_is_done_once_after_it_is_connected() {
        var plan = plan(NOON, 500);

        assertThat(plan.visits()).allSatisfy(visit -> {
            assertThat(visit.acts().getFirst().deed()).isEqualTo(Deed.CONNECT);
            assertThat(visit.acts().stream().map(Act::step)).isSorted().doesNotHaveDuplicates();
            assertThat(visit.acts())
                    .allSatisfy(act -> assertThat(plan.at(act.step())).contains(visit));
        });
        assertThat(plan.at(plan.lastStep())).isNotEmpty();
        assertThat(plan.at(plan.lastStep() + 1)).isEmpty();
    }

    private static LivePlan plan(Instant hour, int sessions) {
        return LivePlan.of(hour, sessions, FEATURES);
    }
}
