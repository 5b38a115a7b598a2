package dev.creditledger.projections.usage;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsageQueryTest {

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

    /** What one event uses, said in a way of its own. */
    private static Stream<DailyUsage> used(BoundEvent event) {
        var day = LocalDate.ofInstant(event.occurredAt(), UTC);
        var zero = BigDecimal.ZERO.setScale(6);
        return switch (event) {
            case CreditsDeducted it
            when it.usage().isPresent() -> {
                var usage = it.usage().get();
                yield Stream.of(new DailyUsage(
                        day,
                        it.feature(),
                        Optional.of(usage.tokens().vendor()),
                        Optional.of(usage.tokens().model()),
                        1,
                        usage.tokens().inputTokens(),
                        usage.tokens().cachedInputTokens(),
                        usage.tokens().outputTokens(),
                        it.amount().toBigDecimal(),
                        zero,
                        usage.vendorCostUsd()));
            }
            case CreditsDeducted it ->
                Stream.of(plain(day, it.feature(), 1, it.amount().toBigDecimal(), zero));
            case HoldCaptured it ->
                Stream.of(plain(day, it.feature(), 1, it.amount().toBigDecimal(), zero));
            case DeductionReversed it ->
                Stream.of(plain(day, it.feature(), 0, zero, it.amount().toBigDecimal()));
            default -> Stream.empty();
        };
    }

    private static DailyUsage plain(
            LocalDate day, Optional<String> feature, int requests, BigDecimal credits, BigDecimal reversed) {
        return new DailyUsage(
                day,
                feature,
                Optional.empty(),
                Optional.empty(),
                requests,
                0,
                0,
                0,
                credits,
                reversed,
                BigDecimal.ZERO);
    }

    private static DailyUsage plus(DailyUsage a, DailyUsage b) {
        return new DailyUsage(
                a.day(),
                a.feature(),
                a.vendor(),
                a.model(),
                a.requests() + b.requests(),
                a.inputTokens() + b.inputTokens(),
                a.cachedInputTokens() + b.cachedInputTokens(),
                a.outputTokens() + b.outputTokens(),
                a.credits().add(b.credits()),
                a.reversed().add(b.reversed()),
                a.vendorCostUsd().add(b.vendorCostUsd()));
    }

    private static List<DailyUsage> expected(AccountId account) {
        var byKey = lives.events().stream()
                .filter(event -> event.account().equals(account))
                .flatMap(UsageQueryTest::used)
                .collect(groupingBy(it -> List.of(it.day(), it.feature(), it.vendor(), it.model())));
        return byKey.values().stream()
                .map(parts -> parts.stream().reduce(UsageQueryTest::plus).orElseThrow())
                .sorted(Comparator.comparing(DailyUsage::day)
                        .thenComparing(it -> it.feature().orElse(""))
                        .thenComparing(it -> it.vendor().orElse(""))
                        .thenComparing(it -> it.model().orElse(""))
                        .reversed())
                .toList();
    }

    @Test
    void daily_usage_is_the_sum_of_its_events() {
        for (var account : lives.accounts()) {
            assertThat(paged(account, Optional.empty(), Optional.empty(), 5))
                    .isNotEmpty()
                    .usingRecursiveFieldByFieldElementComparator()
                    .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                    .isEqualTo(expected(account));
        }
    }

    @Test
    void usage_spans_more_than_a_day_and_something_was_given_back() {
        var all = lives.accounts().stream()
                .flatMap(account -> paged(account, Optional.empty(), Optional.empty(), 200).stream())
                .toList();

        assertThat(all.stream().map(DailyUsage::day).distinct().count()).isGreaterThan(1);
        assertThat(all).anyMatch(it -> it.reversed().signum() > 0);
        assertThat(all).anyMatch(it -> it.vendorCostUsd().signum() > 0);
    }

    @Test
    void first_and_last_day_belong_to_a_period() {
        var account = lives.accounts().getFirst();
        var day = expected(account).getLast().day();

        assertThat(paged(account, Optional.of(day), Optional.of(day), 3))
                .map(DailyUsage::day)
                .isNotEmpty()
                .containsOnly(day);
        assertThat(paged(account, Optional.of(day.plusDays(1)), Optional.empty(), 3))
                .map(DailyUsage::day)
                .doesNotContain(day);
    }

    @Test
    void nobody_used_nothing_up_to_the_same_position() {
        var page = query.daily(new AccountId("nobody"), Optional.empty(), Optional.empty(), Optional.empty(), 10);

        assertThat(page.data()).isEmpty();
        assertThat(page.position()).isEqualTo(ledger.log().head());
    }

    @Test
    void a_cursor_is_of_its_account_only() {
        var page = query.daily(lives.accounts().get(0), Optional.empty(), Optional.empty(), Optional.empty(), 1);

        assertThatThrownBy(() ->
                        query.daily(lives.accounts().get(1), Optional.empty(), Optional.empty(), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
    }

    private static List<DailyUsage> paged(
            AccountId account, Optional<LocalDate> from, Optional<LocalDate> to, int limit) {
        var found = new ArrayList<DailyUsage>();
        var page = query.daily(account, from, to, Optional.empty(), limit);
        found.addAll(page.data());
        while (page.hasMore()) {
            assertThat(page.data()).hasSize(limit);
            page = query.daily(account, from, to, page.nextCursor(), limit);
            found.addAll(page.data());
        }
        return found;
    }
}
