package dev.creditledger.projections.finance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.finance.AccountTotal;
import dev.creditledger.domain.finance.Entry;
import dev.creditledger.domain.finance.Heading;
import dev.creditledger.domain.finance.LotState;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.Rebuild;
import dev.creditledger.projections.TestLedger;
import dev.creditledger.projections.finance.Amounts.Amount;
import dev.creditledger.projections.finance.BooksView.Owed;
import dev.creditledger.projections.finance.FinanceQuery.OpenLots;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class FinanceQueryTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-02-01");

    /** The books after each position, by the pure function alone. */
    private static List<Map<String, String>> folded(List<FeedEvent> events) {
        var lots = new HashMap<GrantId, LotState>();
        var amounts = new Amounts();
        var books = new ArrayList<Map<String, String>>();
        books.add(plain(amounts.entries()));
        for (var event : events) {
            var entry = Entry.of((BoundEvent) event.event(), grant -> Optional.ofNullable(lots.get(grant)));
            lots.putAll(entry.lots());
            amounts.add(entry.postings());
            books.add(plain(amounts.entries()));
        }
        return books;
    }

    private static Map<String, String> plain(List<Map.Entry<Heading, Amount>> amounts) {
        var plain = new TreeMap<String, String>();
        amounts.forEach(entry -> plain.put(
                entry.getKey().toString(),
                digits(entry.getValue().money()) + " for "
                        + digits(entry.getValue().credits())));
        return plain;
    }

    private static String digits(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static List<FeedEvent> events(TestLedger ledger) {
        return ledger.log().feed().after(0, (int) ledger.log().head());
    }

    @Test
    void the_books_at_every_position_are_the_entries_of_all_events_up_to_it() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 11, 6).live(350);
            ledger.project();

            var expected = folded(events(ledger));

            var query = ledger.bean(FinanceQuery.class);
            assertThat(plain(query.now().amounts())).isEqualTo(expected.getLast());
            for (var position = 0; position < expected.size(); position++) {
                assertThat(plain(query.at(position).orElseThrow().amounts()))
                        .as("at %s", position)
                        .isEqualTo(expected.get(position));
            }
        }
    }

    @Test
    void buckets_and_batches_of_any_size_make_the_same_books() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 12, 6).live(350);
            ledger.project();
            var events = events(ledger);
            var expected = folded(events);
            for (var size : List.of(1, 7, 50)) {
                var buckets = new Buckets(size);
                bookAnew(ledger, new FinanceProjection(buckets), events, new Random(size));
                var query = new FinanceQuery(ledger.app(), ledger.log(), buckets);
                for (var position = 0; position < expected.size(); position++) {
                    assertThat(plain(query.at(position).orElseThrow().amounts()))
                            .as("at %s, in buckets of %s", position, size)
                            .isEqualTo(expected.get(position));
                }
            }
        }
    }

    private static void bookAnew(
            TestLedger ledger, FinanceProjection projection, List<FeedEvent> events, Random random) {
        ledger.app().truncate(projection.tables()).execute();
        for (var from = 0; from < events.size(); ) {
            var to = Math.min(events.size(), from + 1 + random.nextInt(40));
            var batch = events.subList(from, to);
            ledger.app().transaction(it -> {
                var fold = projection.fold();
                batch.forEach(fold::add);
                fold.flush(it.dsl());
            });
            from = to;
        }
    }

    @Test
    void the_trial_balance_is_zero_in_every_currency_and_in_credits_at_every_position() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 13, 6).live(250);
            ledger.project();
            var query = ledger.bean(FinanceQuery.class);
            for (var position = 0L; position <= ledger.log().head(); position++) {
                var totals = query.at(position).orElseThrow().trialBalance();
                var money = new HashMap<Optional<String>, BigDecimal>();
                totals.forEach(total -> money.merge(total.currency(), total.money(), BigDecimal::add));
                assertThat(money.values()).as("at %s", position).allMatch(sum -> sum.signum() == 0);
                assertThat(totals.stream().map(AccountTotal::credits).reduce(BigDecimal.ZERO, BigDecimal::add))
                        .as("at %s", position)
                        .isZero();
            }
        }
    }

    @Test
    void what_is_owed_is_what_the_open_lots_are_worth() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 14, 8);
            for (var round = 0; round < 25; round++) {
                lives.live(20);
                ledger.project();
                var checked = ledger.bean(FinanceQuery.class).nowChecked();
                assertThat(byFunding(checked.books().liability(TODAY)))
                        .as("round %s", round)
                        .isEqualTo(ofLots(checked.lots().orElseThrow()));
            }
        }
    }

    private static Map<String, String> byFunding(List<Owed> owed) {
        var sums = new TreeMap<String, Amount>();
        owed.forEach(part -> sums.merge(
                key(part.funding(), part.currency()), new Amount(part.money(), part.credits()), Amount::plus));
        return printed(sums);
    }

    private static Map<String, String> ofLots(List<OpenLots> lots) {
        var sums = new TreeMap<String, Amount>();
        lots.forEach(part -> sums.merge(
                key(part.funding(), part.currency()), new Amount(part.money(), part.credits()), Amount::plus));
        return printed(sums);
    }

    private static String key(Funding funding, Optional<String> currency) {
        return funding + " " + currency.orElse("-");
    }

    private static Map<String, String> printed(Map<String, Amount> sums) {
        var printed = new TreeMap<String, String>();
        sums.forEach((key, amount) -> printed.put(key, digits(amount.money()) + " for " + digits(amount.credits())));
        return printed;
    }

    @Test
    void lots_are_counted_by_the_age_they_have() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 15, 6).live(60);
            ledger.project();
            var books = ledger.bean(FinanceQuery.class).now();

            assertThat(books.liability(TODAY)).isNotEmpty().allMatch(owed -> owed.age() == AgeBand.DAYS_0_TO_30);
            assertThat(books.liability(TODAY.plusDays(31))).allMatch(owed -> owed.age() == AgeBand.DAYS_31_TO_90);
            assertThat(books.liability(TODAY.plusDays(92))).allMatch(owed -> owed.age() == AgeBand.DAYS_91_TO_365);
            assertThat(books.liability(TODAY.plusDays(367))).allMatch(owed -> owed.age() == AgeBand.OVER_365_DAYS);
        }
    }

    @Test
    void nothing_is_told_of_positions_that_the_rows_have_not_reached() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 16, 3).live(40);
            ledger.project();
            var head = ledger.log().head();
            var query = ledger.bean(FinanceQuery.class);

            assertThat(query.at(head + 1)).isEmpty();
            ledger.bean(Rebuild.class).start();
            assertThat(query.at(head)).isEmpty();
            assertThat(query.now().amounts()).isEmpty();
            ledger.project();
            assertThat(query.at(head)).isPresent();
        }
    }

    @Test
    void books_that_meet_a_rebuild_are_right_or_not_told() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 18, 4).live(150);
            ledger.project();
            var buckets = new Buckets(40);
            var events = events(ledger);
            var head = (int) ledger.log().head();
            var expected = folded(events).get(head);
            for (var statement = 1; statement <= 4; statement++) {
                bookAnew(ledger, new FinanceProjection(buckets), events, new Random(statement));
                var query = new FinanceQuery(rebuiltBefore(ledger, statement), ledger.log(), buckets);

                query.at(head)
                        .ifPresent(books -> assertThat(plain(books.amounts())).isEqualTo(expected));
                ledger.project();
            }
        }
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
    void a_check_and_a_rebuild_neither_deadlock_nor_see_half_of_each_other() throws Exception {
        try (var ledger = TestLedger.still();
                var checking = Executors.newSingleThreadExecutor()) {
            new RandomLives(ledger, 19, 4).live(120);
            ledger.project();
            var query = ledger.bean(FinanceQuery.class);
            var done = new AtomicBoolean();
            var checks = checking.submit(() -> {
                while (!done.get()) {
                    var checked = query.nowChecked();
                    assertThat(byFunding(checked.books().liability(TODAY)))
                            .isEqualTo(ofLots(checked.lots().orElseThrow()));
                }
                return true;
            });
            try {
                for (var round = 0; round < 30; round++) {
                    ledger.bean(Rebuild.class).start();
                    ledger.project();
                }
            } finally {
                done.set(true);
            }

            assertThat(checks.get()).isTrue();
        }
    }

    @Test
    void while_an_account_stands_still_the_books_are_those_before_it_did() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 17, 4).live(120);
            var position = ledger.log().head() / 2;
            ledger.owner()
                    .execute("UPDATE log.event SET payload = '{}' WHERE position = " + position
                            + " AND type NOT IN (12, 13)");
            var before =
                    folded(ledger.log().feed().after(0, (int) position - 1)).getLast();
            ledger.project();

            var query = ledger.bean(FinanceQuery.class);

            assertThat(query.now().position()).isEqualTo(position - 1);
            assertThat(query.nowUnchecked().current()).isFalse();
            assertThat(plain(query.now().amounts())).isEqualTo(before);
            assertThat(query.at(position)).isEmpty();
        }
    }
}
