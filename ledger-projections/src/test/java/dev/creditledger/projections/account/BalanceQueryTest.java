package dev.creditledger.projections.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import dev.creditledger.projections.account.BalanceView.OpenGrant;
import dev.creditledger.projections.schema.Tables;
import dev.creditledger.projections.subscription.SubscriptionQuery;
import dev.creditledger.projections.subscription.SubscriptionView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceQueryTest {

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void a_balance_is_what_the_account_would_decide_on(long seed) {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, seed, 12);
            for (var round = 0; round < 10; round++) {
                lives.live(60);
                ledger.project();
                for (var account : lives.accounts()) {
                    var at = lives.soon();
                    var expected = ledger.root(account).settled(at).account();
                    var view = ledger.bean(BalanceQuery.class).at(account, at).orElseThrow();

                    assertThat(view.balance()).as("%s at %s", account, at).isEqualTo(expected.balance());
                    assertThat(view.lifetime()).isEqualTo(expected.totals());
                    assertThat(view.status()).isEqualTo(expected.status());
                    assertThat(view.uncovered()).isEqualTo(expected.uncovered());
                    assertThat(view.grants()).map(OpenGrant::grant).isEqualTo(grantsOf(expected));
                    assertThat(view.position()).isEqualTo(ledger.log().head());
                }
            }
        }
    }

    private static List<?> grantsOf(Account account) {
        return account.lots().inDrawOrder().stream().map(lot -> lot.grant()).toList();
    }

    /** Stronger than equal balances: what is decided next cannot differ either. */
    @Test
    void the_rows_say_all_that_the_events_made_of_the_account() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 19, 12).live(900);
            ledger.project();

            for (var account : lives.accounts()) {
                assertThat(fromRows(ledger, account))
                        .usingRecursiveComparison()
                        .ignoringFields("month")
                        .isEqualTo(ledger.account(account));
                assertThat(ledger.bean(SubscriptionQuery.class).find(account).map(SubscriptionView::subscription))
                        .isEqualTo(ledger.root(account).subscription());
            }
        }
    }

    private static Account fromRows(TestLedger ledger, AccountId account) {
        var row = ledger.app().fetchSingle(Tables.ACCOUNT, Tables.ACCOUNT.ACCOUNT_ID.eq(account.value()));
        var lots = ledger.app()
                .selectFrom(Tables.LOT)
                .where(Tables.LOT.ACCOUNT_ID.eq(account.value()))
                .and(Tables.LOT.OPEN)
                .fetch();
        var holds = ledger.app()
                .selectFrom(Tables.HOLD)
                .where(Tables.HOLD.ACCOUNT_ID.eq(account.value()))
                .orderBy(Tables.HOLD.EXPIRES_AT, Tables.HOLD.POSITION)
                .fetch();
        return BalanceQuery.account(row, lots, holds);
    }

    @Test
    void an_answer_is_true_up_to_exactly_the_position_it_names_while_events_pour_in() {
        try (var ledger = TestLedger.running()) {
            var lives = new RandomLives(ledger, 23, 1);
            var account = lives.accounts().getFirst();
            var query = ledger.bean(BalanceQuery.class);
            var answers = new ArrayList<BalanceView>();
            var positions = ConcurrentHashMap.<Long>newKeySet();

            var writing = CompletableFuture.runAsync(() -> {
                for (var round = 0; round < 50 && positions.size() <= 3; round++) {
                    lives.live(500);
                }
            });
            while (!writing.isDone()) {
                query.at(account, RandomLives.START).ifPresent(answer -> {
                    answers.add(answer);
                    positions.add(answer.position());
                });
            }
            writing.join();

            assertThat(positions).hasSizeGreaterThan(3);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.balance())
                            .as("position %s", answer.position())
                            .isEqualTo(lives.events()
                                    .get((int) answer.position() - 1)
                                    .balance()));
        }
    }

    @Test
    void a_grant_is_listed_with_all_that_was_said_when_it_was_made() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 20, 3).live(60);
            ledger.project();
            var granted = lives.events().stream()
                    .filter(CreditsGranted.class::isInstance)
                    .map(CreditsGranted.class::cast)
                    .collect(Collectors.toMap(CreditsGranted::grant, event -> event));

            var listed = lives.accounts().stream()
                    .flatMap(account ->
                            ledger.bean(BalanceQuery.class).at(account, lives.now()).orElseThrow().grants().stream())
                    .toList();

            assertThat(listed).isNotEmpty().allSatisfy(grant -> {
                var event = Objects.requireNonNull(granted.get(grant.grant()));
                assertThat(grant.source()).isEqualTo(event.source());
                assertThat(grant.funding()).isEqualTo(event.funding());
                assertThat(grant.amount()).isEqualTo(event.amount());
                assertThat(grant.terms()).isEqualTo(event.terms());
            });
        }
    }

    @Test
    void an_answer_is_as_of_the_instant_asked_for_but_not_before_the_last_event() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 21, 1).live(5);
            ledger.project();
            var query = ledger.bean(BalanceQuery.class);
            var account = lives.accounts().getFirst();
            var later = lives.now().plus(Duration.ofDays(1));

            assertThat(query.at(account, later).orElseThrow().asOf()).isEqualTo(later);
            assertThat(query.at(account, RandomLives.START.minusSeconds(1))
                            .orElseThrow()
                            .asOf())
                    .isEqualTo(ledger.account(account).clock());
        }
    }

    @Test
    void all_is_zero_but_the_account_is_there() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 22, 1);
            ledger.project();

            var view = ledger.bean(BalanceQuery.class)
                    .at(lives.accounts().getFirst(), lives.now())
                    .orElseThrow();

            assertThat(view.balance().total()).isEqualTo(Credits.ZERO);
            assertThat(view.grants()).isEmpty();
        }
    }

    @Test
    void an_unknown_account_has_no_balance() {
        try (var ledger = TestLedger.still()) {
            assertThat(ledger.bean(BalanceQuery.class).at(new AccountId("nobody"), RandomLives.START))
                    .isEmpty();
        }
    }
}
