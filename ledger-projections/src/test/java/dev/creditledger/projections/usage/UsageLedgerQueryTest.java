package dev.creditledger.projections.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import dev.creditledger.projections.usage.UsageLedgerQuery.Range;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class UsageLedgerQueryTest {

    private static final UsageFilter ANY = new UsageFilter(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Range ALL = new Range(Optional.empty(), Optional.empty());

    private static TestLedger ledger;
    private static RandomLives lives;
    private static UsageLedgerQuery query;
    private static AccountId busiest;

    @BeforeAll
    static void lives_without_a_read_side() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 17, 30).live(1_500);
        busiest = Collections.max(
                lives.accounts(),
                Comparator.comparingInt(account -> expected(of(account)).size()));
        query = ledger.bean(UsageLedgerQuery.class);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    private static Predicate<CreditsDeducted> of(AccountId account) {
        return deducted -> deducted.account().equals(account);
    }

    private static List<DeductionId> expected(Predicate<CreditsDeducted> which) {
        return lives.events().reversed().stream()
                .filter(CreditsDeducted.class::isInstance)
                .map(CreditsDeducted.class::cast)
                .filter(it -> it.usage().isPresent() || it.use().isPresent())
                .filter(which)
                .map(CreditsDeducted::deduction)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void an_accounts_usage_is_there_request_by_request_the_newest_first(int limit) {
        for (var account : lives.accounts()) {
            assertThat(paged(cursor -> of(account, ANY, cursor, limit)))
                    .map(UsageEntry::deduction)
                    .isEqualTo(expected(of(account)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void the_usage_of_all_is_there_request_by_request(int limit) {
        assertThat(paged(cursor -> query.ofAll(ALL, ANY, cursor, limit)))
                .map(UsageEntry::deduction)
                .isEqualTo(expected(_ -> true));
    }

    @Test
    void an_entry_says_how_its_credits_came_about() {
        var entries = paged(cursor -> query.ofAll(ALL, ANY, cursor, 50));

        assertThat(entries)
                .filteredOn(it -> it.tokens().isPresent())
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThat(it.credits()).isEqualTo(it.tokens().get().credits()));
        assertThat(entries)
                .filteredOn(it -> it.action().isPresent())
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThat(it.credits()).isEqualTo(it.action().get().credits()));
        assertThat(entries).anyMatch(it -> it.uncovered().isPositive());
        assertThat(entries).anyMatch(it -> it.occurredAt().isBefore(it.bookedAt()));
    }

    @Test
    void it_can_be_had_of_one_model_or_feature() {
        var model = new UsageFilter(Optional.of("vendor-1"), Optional.of("model-2"), Optional.empty());
        var feature = new UsageFilter(Optional.empty(), Optional.empty(), Optional.of("dubbing"));

        assertThat(paged(cursor -> query.ofAll(ALL, model, cursor, 3)))
                .map(UsageEntry::deduction)
                .isNotEmpty()
                .isEqualTo(expected(UsageLedgerQueryTest::ofThatModel));
        assertThat(paged(cursor -> of(busiest, model, cursor, 3)))
                .map(UsageEntry::deduction)
                .isEqualTo(expected(of(busiest).and(UsageLedgerQueryTest::ofThatModel)));
        assertThat(paged(cursor -> query.ofAll(ALL, feature, cursor, 3)))
                .map(UsageEntry::deduction)
                .isNotEmpty()
                .isEqualTo(expected(it -> it.feature().equals(Optional.of("dubbing"))));
    }

    private static boolean ofThatModel(CreditsDeducted deducted) {
        return deducted.usage()
                .filter(usage -> usage.tokens().vendor().equals("vendor-1")
                        && usage.tokens().model().equals("model-2"))
                .isPresent();
    }

    @Test
    void a_period_goes_by_when_it_was_booked() {
        var entries = paged(cursor -> of(busiest, ANY, cursor, 50));
        var from = entries.get(entries.size() - 2).bookedAt();
        var to = entries.get(1).bookedAt();

        assertThat(paged(cursor -> query.of(busiest, Optional.of(from), Optional.of(to), ANY, cursor, 2)))
                .isEqualTo(entries.stream()
                        .filter(it ->
                                !it.bookedAt().isBefore(from) && it.bookedAt().isBefore(to))
                        .toList());
    }

    @Test
    void a_range_of_positions_has_its_ends() {
        var all = paged(cursor -> query.ofAll(ALL, ANY, cursor, 50));
        var first = all.get(12).position();
        var last = all.get(3).position();

        assertThat(paged(cursor -> query.ofAll(new Range(Optional.of(first), Optional.of(last)), ANY, cursor, 4)))
                .isEqualTo(all.subList(3, 13));
        assertThat(query.ofAll(
                                new Range(Optional.of(ledger.log().head() + 1), Optional.empty()),
                                ANY,
                                Optional.empty(),
                                4)
                        .data())
                .isEmpty();
    }

    @Test
    void a_cursor_is_of_its_list_only() {
        var page = of(busiest, ANY, Optional.empty(), 1);
        var another = lives.accounts().get(lives.accounts().indexOf(busiest) == 0 ? 1 : 0);

        assertThatThrownBy(() -> of(another, ANY, page.nextCursor(), 1)).isInstanceOf(InvalidCursor.class);
        assertThatThrownBy(() -> query.ofAll(ALL, ANY, page.nextCursor(), 1)).isInstanceOf(InvalidCursor.class);
    }

    @Test
    void a_small_page_that_nothing_passes_into_takes_few_statements() throws SQLException {
        var statements = new AtomicInteger();
        var counted = new DelegatingDataSource(ledger.bean(DataSource.class)) {
            @Override
            public Connection getConnection() throws SQLException {
                statements.incrementAndGet();
                return super.getConnection();
            }
        };
        var none = new UsageFilter(Optional.of("nobody"), Optional.empty(), Optional.empty());
        var counting = new UsageLedgerQuery(new EventLog(counted, ledger.vault()));
        statements.set(0);

        var page = counting.of(busiest, Optional.empty(), Optional.empty(), none, Optional.empty(), 1);

        assertThat(page.data()).isEmpty();
        assertThat(expected(of(busiest))).hasSizeGreaterThan(5);
        assertThat(statements).hasValueLessThanOrEqualTo(1);
    }

    private static Page<UsageEntry> of(AccountId account, UsageFilter filter, Optional<String> cursor, int limit) {
        return query.of(account, Optional.empty(), Optional.empty(), filter, cursor, limit);
    }

    private static List<UsageEntry> paged(Function<Optional<String>, Page<UsageEntry>> list) {
        var found = new ArrayList<UsageEntry>();
        var page = list.apply(Optional.empty());
        found.addAll(page.data());
        while (page.hasMore()) {
            page = list.apply(page.nextCursor());
            found.addAll(page.data());
        }
        assertThat(page.position()).isEqualTo(ledger.log().head());
        return found;
    }
}
