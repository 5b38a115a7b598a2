package dev.creditledger.projections.session;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import dev.creditledger.projections.session.LiveStats.Line;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lives begin half a minute before midnight. */
class LiveStatsQueryTest {

    private static TestLedger ledger;
    private static RandomLives lives;
    private static LiveStatsQuery query;

    @BeforeAll
    static void two_days() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 95, 8);
        for (var round = 0; round < 20; round++) {
            lives.live(100);
            ledger.project();
        }
        SessionQueryTest.runOn(ledger, lives);
        query = ledger.bean(LiveStatsQuery.class);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static List<Charged> charges() {
        return lives.events().stream()
                .filter(Charged.class::isInstance)
                .map(Charged.class::cast)
                .toList();
    }

    @Test
    void what_was_used_is_the_sum_of_all_charges() {
        var days = List.of(RandomLives.START, RandomLives.START.plus(Duration.ofDays(1)));
        var lines = days.stream().flatMap(day -> query.at(day).lines().stream()).toList();

        assertThat(lines.stream().mapToLong(Line::seconds).sum())
                .isEqualTo(charges().stream().mapToLong(Charged::seconds).sum());
        for (var at : days) {
            var stats = query.at(at);
            assertThat(stats.day()).isEqualTo(day(at));
            assertThat(stats.position()).isEqualTo(ledger.log().head());
            assertThat(stats.lines()).isNotEmpty();
            for (var line : stats.lines()) {
                var charges = charges().stream()
                        .filter(it -> day(it.occurredAt()).equals(day(at)) && isOf(line, it))
                        .toList();
                assertThat(line.credits())
                        .isEqualByComparingTo(charges.stream()
                                .map(it -> it.amount().toBigDecimal())
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
                assertThat(line.ended())
                        .isEqualTo(charges.stream()
                                .filter(SessionEnded.class::isInstance)
                                .count());
            }
        }
    }

    private static boolean isOf(Line line, Charged charge) {
        return line.feature().equals(charge.feature().name())
                && line.tier() == charge.rate().tier();
    }

    @Test
    void what_runs_is_what_the_accounts_run() {
        var running = lives.accounts().stream()
                .flatMap(account -> ledger.root(account).live().running().stream())
                .collect(groupingBy(session ->
                        session.feature() + " " + EnumNames.of(session.rate().tier())));

        var lines = query.at(lives.now()).lines();

        assertThat(running).isNotEmpty();
        for (var line : lines) {
            assertThat(line.running())
                    .isEqualTo(running.getOrDefault(line.feature() + " " + EnumNames.of(line.tier()), List.of())
                            .size());
        }
        assertThat(lines.stream().mapToLong(Line::running).sum())
                .isEqualTo(running.values().stream().mapToLong(List::size).sum());
    }

    @Test
    void a_day_has_the_seconds_that_quotas_count_for_it() {
        for (var feature : List.of("dubbing", "subtitles")) {
            var used = lives.accounts().stream()
                    .mapToLong(account ->
                            ledger.root(account).live().quotas().used(feature).in(Window.DAY, lives.now()))
                    .sum();

            assertThat(query.at(lives.now()).lines().stream()
                            .filter(line -> line.feature().equals(feature))
                            .mapToLong(Line::seconds)
                            .sum())
                    .isEqualTo(used)
                    .isPositive();
        }
    }

    @Test
    void sessions_count_on_the_day_on_which_they_started() {
        var first = lives.events().stream()
                .filter(SessionStarted.class::isInstance)
                .filter(event -> day(event.occurredAt()).equals(day(RandomLives.START)))
                .count();

        assertThat(query.at(RandomLives.START).lines().stream()
                        .mapToLong(Line::started)
                        .sum())
                .isEqualTo(first)
                .isPositive();
    }

    @Test
    void on_a_day_without_sessions_there_is_nothing_but_what_runs() {
        try (var empty = TestLedger.still()) {
            assertThat(empty.bean(LiveStatsQuery.class).at(lives.now()).lines()).isEmpty();
        }
        assertThat(query.at(lives.now().plus(Duration.ofDays(9))).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.seconds()).isZero());
    }
}
