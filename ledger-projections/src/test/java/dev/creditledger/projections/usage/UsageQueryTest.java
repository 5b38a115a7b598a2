package dev.creditledger.projections.usage;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.Rebuild;
import dev.creditledger.projections.TestLedger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class UsageQueryTest {

    private static final List<Facet> FACETS = List.of(Facet.FEATURE, Facet.VENDOR, Facet.MODEL);

    private static TestLedger ledger;
    private static RandomLives lives;
    private static UsageQuery query;

    @BeforeAll
    static void usage_over_several_days() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 61, 6);
        for (var round = 0; round < 20; round++) {
            lives.live(80);
            ledger.project();
        }
        query = ledger.bean(UsageQuery.class);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    private static DayRange always(String zone) {
        return new DayRange(Optional.empty(), Optional.empty(), new Calendar(ZoneId.of(zone)));
    }

    /** The sums over the events themselves, in the order of the list. */
    private static List<DailyUsage> expected(Predicate<Used> whose, List<Facet> facets, ZoneId zone) {
        return lives.events().stream()
                .flatMap(Used::in)
                .filter(whose)
                .map(used -> used.on(zone, facets))
                .collect(groupingBy(used -> List.of(used.day(), used.of())))
                .values()
                .stream()
                .map(parts -> parts.stream().reduce(Used::plus).orElseThrow())
                .sorted(inOrder(facets).reversed())
                .toList();
    }

    private static Comparator<DailyUsage> inOrder(List<Facet> facets) {
        var order = Comparator.comparing(DailyUsage::day);
        for (var facet : facets) {
            order = order.thenComparing(usage -> facet.of(usage).orElse(""));
        }
        return order;
    }

    private static void assertSame(List<DailyUsage> found, List<DailyUsage> expected) {
        assertThat(found)
                .isNotEmpty()
                .usingRecursiveFieldByFieldElementComparator(RecursiveComparisonConfiguration.builder()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .build())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"})
    void daily_usage_is_the_sum_of_its_events_in_any_zone(String zone) {
        for (var account : lives.accounts()) {
            var expected = expected(used -> used.account().equals(account), FACETS, ZoneId.of(zone));

            assertSame(paged(account, always(zone), 5), expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_usage_of_all_is_the_sum_of_all_events(GroupBy groupBy) {
        for (var zone : List.of("UTC", "America/St_Johns")) {
            var found = paged(cursor -> query.daily(groupBy, always(zone), cursor, 3));

            assertSame(found, expected(_ -> true, groupBy.facets(), ZoneId.of(zone)));
        }
    }

    @Test
    void the_lives_used_all_there_is_to_sum() {
        var all = paged(cursor -> query.daily(GroupBy.DAY, always("UTC"), cursor, 200));

        assertThat(all).hasSizeGreaterThan(1);
        assertThat(all).anyMatch(it -> it.sums().reversed().signum() > 0);
        assertThat(all).anyMatch(it -> it.sums().uncovered().signum() > 0);
        assertThat(all).anyMatch(it -> it.sums().marginUsd().signum() > 0);
        assertThat(paged(cursor -> query.daily(GroupBy.TIER, always("UTC"), cursor, 200)).stream()
                        .map(it -> it.of().tier())
                        .collect(Collectors.toSet()))
                .contains(Optional.of("free"), Optional.of("pro"), Optional.empty());
    }

    @Test
    void first_and_last_day_belong_to_a_period() {
        var account = lives.accounts().getFirst();
        var day = paged(account, always("UTC"), 50).getLast().day();

        assertThat(paged(account, new DayRange(Optional.of(day), Optional.of(day), Calendar.UTC), 3))
                .map(DailyUsage::day)
                .isNotEmpty()
                .containsOnly(day);
        assertThat(paged(account, new DayRange(Optional.of(day.plusDays(1)), Optional.empty(), Calendar.UTC), 3))
                .map(DailyUsage::day)
                .isNotEmpty()
                .doesNotContain(day);
        for (var groupBy : GroupBy.values()) {
            var none = new DayRange(Optional.of(day.plusDays(1)), Optional.of(day), Calendar.UTC);
            assertThat(query.daily(groupBy, none, Optional.empty(), 9).data()).isEmpty();
        }
    }

    @Test
    void what_was_charged_for_tokens_is_the_sum_of_the_days_with_a_model() {
        for (var account : lives.accounts()) {
            var days = paged(account, always("UTC"), 50);
            var newest = days.getFirst().day();
            var last = new DayRange(Optional.of(newest), Optional.of(newest), Calendar.UTC);

            assertThat(query.chargedForTokens(account, always("UTC"))).isEqualByComparingTo(forTokens(days, _ -> true));
            assertThat(query.chargedForTokens(account, last))
                    .isEqualByComparingTo(forTokens(days, usage -> usage.day().equals(newest)));
        }
        assertThat(query.chargedForTokens(new AccountId("nobody"), always("UTC")))
                .isZero();
    }

    private static BigDecimal forTokens(List<DailyUsage> days, Predicate<DailyUsage> which) {
        return days.stream()
                .filter(which)
                .filter(usage -> usage.of().vendor().isPresent())
                .map(usage -> usage.sums().credits())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void nobody_used_nothing_up_to_the_same_position() {
        var page = query.daily(new AccountId("nobody"), always("UTC"), Optional.empty(), 10);

        assertThat(page.data()).isEmpty();
        assertThat(page.position()).isEqualTo(ledger.log().head());
    }

    @Test
    void a_cursor_is_of_its_list_only() {
        var page = query.daily(lives.accounts().get(0), always("UTC"), Optional.empty(), 1);

        assertThatThrownBy(() -> query.daily(lives.accounts().get(1), always("UTC"), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
        assertThatThrownBy(() -> query.daily(lives.accounts().get(0), always("Asia/Tokyo"), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
        assertThatThrownBy(() -> query.daily(GroupBy.DAY, always("UTC"), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
    }

    @Test
    void a_cursor_that_somebody_has_made_up_is_refused() {
        var account = lives.accounts().getFirst();
        for (var place : List.of(
                List.of("2026-01-01"),
                List.of("today", "", "", ""),
                List.of("+999999999-12-31", "", "", ""),
                List.of("2026-01-01", "\0", "", ""))) {
            var cursor = Optional.of(Cursor.at("daily usage of " + account + " in " + always("UTC"), place));
            assertThatThrownBy(() -> query.daily(account, always("UTC"), cursor, 9))
                    .as(place.toString())
                    .isInstanceOf(InvalidCursor.class);
        }
        for (var place : List.of(
                List.of("2026-01-01"),
                List.of("today", "a"),
                List.of("-9999-01-01", "a"),
                List.of("+999999999-12-31", "a"))) {
            var cursor = Optional.of(Cursor.at("daily usage by ACCOUNT in " + always("UTC"), place));
            assertThatThrownBy(() -> query.daily(GroupBy.ACCOUNT, always("UTC"), cursor, 9))
                    .as(place.toString())
                    .isInstanceOf(InvalidCursor.class);
        }
    }

    @Test
    void sums_over_all_are_as_old_as_the_account_that_stands_still() {
        try (var one = TestLedger.still()) {
            new RandomLives(one, 5, 3).live(60);
            one.project();
            one.owner().execute("""
                    INSERT INTO projection.dead_letter
                    VALUES ('account-1', 3, 9, 'account.credits-deducted', 'SQLSTATE 23514', now(), 1, 0)""");
            var sums = one.bean(UsageQuery.class);

            assertThat(sums.daily(GroupBy.MODEL, always("UTC"), Optional.empty(), 5)
                            .position())
                    .isEqualTo(8);
            assertThat(sums.daily(new AccountId("account-2"), always("UTC"), Optional.empty(), 5)
                            .position())
                    .isEqualTo(one.log().head());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_page_that_meets_a_rebuild_is_whole_or_says_that_it_is_not(GroupBy groupBy) {
        try (var one = TestLedger.still()) {
            new RandomLives(one, 6, 3).live(60);
            one.project();
            var whole = page(one.app(), groupBy);
            for (var statement = 1; statement <= 5; statement++) {
                var page = page(rebuiltBefore(one, statement), groupBy);

                if (!page.data().equals(whole.data())) {
                    assertThat(page.position())
                            .as("rebuilt before statement %s", statement)
                            .isZero();
                }
                one.project();
            }
        }
    }

    private static Page<DailyUsage> page(DSLContext sql, GroupBy groupBy) {
        return new UsageQuery(sql).daily(groupBy, always("UTC"), Optional.empty(), 200);
    }

    private static DSLContext rebuiltBefore(TestLedger ledger, int statement) {
        var statements = new AtomicInteger();
        var database = new DelegatingDataSource(ledger.bean(DataSource.class)) {
            @Override
            public Connection getConnection() throws SQLException {
                if (statements.incrementAndGet() == statement) {
                    ledger.bean(Rebuild.class).start();
                }
                return super.getConnection();
            }
        };
        return DSL.using(database, SQLDialect.POSTGRES);
    }

    @Test
    void a_list_goes_on_after_years_without_usage() {
        try (var one = TestLedger.still()) {
            var days = List.of(0, 1, 300, 1_500, 1_501);
            days.forEach(day -> spend(one, day));
            one.project();
            var sums = one.bean(UsageQuery.class);
            var start = LocalDate.ofInstant(RandomLives.START, ZoneOffset.UTC);
            var newestFirst = days.reversed().stream().map(start::plusDays).toList();

            assertThat(paged(cursor -> sums.daily(new AccountId("alice"), always("UTC"), cursor, 3)))
                    .map(DailyUsage::day)
                    .isEqualTo(newestFirst);
            for (var groupBy : GroupBy.values()) {
                assertThat(paged(cursor -> sums.daily(groupBy, always("UTC"), cursor, 3)))
                        .map(DailyUsage::day)
                        .isEqualTo(newestFirst);
            }
        }
    }

    private static void spend(TestLedger ledger, int day) {
        var alice = new AccountId("alice");
        var now = RandomLives.START.plus(Duration.ofDays(day));
        var key = new IdempotencyKey("spend-" + day);
        ledger.submit(new OpenAccount(alice, new SubjectId("alice"), FreeText.NONE, now), "open-" + day);
        ledger.submit(
                new GrantCredits(
                        alice,
                        GrantId.of(alice, new IdempotencyKey("grant-" + day)),
                        Credits.of(5),
                        Source.GIFT,
                        Funding.PROMOTIONAL,
                        Optional.empty(),
                        50,
                        Optional.empty(),
                        Optional.empty(),
                        FreeText.NONE,
                        now),
                "grant-" + day);
        ledger.submit(
                new DeductCredits(
                        alice,
                        DeductionId.of(alice, key),
                        Credits.of(1),
                        DeductionType.CUSTOM,
                        Optional.empty(),
                        FreeText.NONE,
                        now),
                key.value());
    }

    private static List<DailyUsage> paged(AccountId account, DayRange period, int limit) {
        return paged(cursor -> query.daily(account, period, cursor, limit));
    }

    private static List<DailyUsage> paged(Function<Optional<String>, Page<DailyUsage>> list) {
        var found = new ArrayList<DailyUsage>();
        var page = list.apply(Optional.empty());
        found.addAll(page.data());
        while (page.hasMore()) {
            page = list.apply(page.nextCursor());
            found.addAll(page.data());
        }
        return found;
    }
}
