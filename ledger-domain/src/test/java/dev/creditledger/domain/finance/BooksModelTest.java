package dev.creditledger.domain.finance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Lot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random lives in the books, each event of them, against what the accounts themselves say. */
class BooksModelTest {

    private static final int LIVES = 1_500;
    private static final int COMMANDS = 60;

    private static final List<LedgerAccount> GRANTED =
            List.of(LedgerAccount.CLEARING, LedgerAccount.CONTRACT_RECEIVABLE, LedgerAccount.PROMOTIONS_GRANTED);
    private static final List<LedgerAccount> OWED =
            List.of(LedgerAccount.CREDIT_LIABILITY, LedgerAccount.PROMOTIONS_OUTSTANDING);
    private static final List<LedgerAccount> USED = List.of(LedgerAccount.REVENUE, LedgerAccount.PROMOTIONS_USED);
    private static final List<LedgerAccount> EXPIRED = List.of(LedgerAccount.BREAKAGE, LedgerAccount.PROMOTIONS_LAPSED);
    private static final List<LedgerAccount> REVOKED =
            List.of(LedgerAccount.REFUNDS_PAYABLE, LedgerAccount.PROMOTIONS_WITHDRAWN);

    private final Set<String> kinds = new HashSet<>();

    @Test
    void the_books_say_what_the_accounts_say_after_every_event() {
        for (var seed = 0; seed < LIVES; seed++) {
            var books = new Books("seed " + seed);
            var life = new Lives(seed);
            for (var i = 0; i < COMMANDS; i++) {
                for (var event : life.next()) {
                    kinds.add(event.getClass().getSimpleName());
                    books.book(event);
                }
                books.check(life.root().account());
            }
        }
        // A generator that never lets something happen would test nothing of it.
        assertThat(kinds)
                .contains(
                        "CreditsGranted",
                        "GrantActivated",
                        "CreditsDeducted",
                        "CreditsExpired",
                        "GrantRevoked",
                        "GrantReduced",
                        "UncoveredWrittenOff",
                        "DeductionReversed",
                        "HoldCaptured",
                        "HoldReleased",
                        "HoldExpired",
                        "AccountClosed",
                        "SubscriptionRenewed",
                        "SessionStarted",
                        "SessionCheckpointed",
                        "SessionEnded");
    }

    /** The books of one life, entry by entry, and what is told of its lots by the grants alone. */
    private static final class Books {

        private final String what;
        private final Map<GrantId, LotState> lots = new HashMap<>();
        private final Map<GrantId, CreditsGranted> grants = new HashMap<>();
        private final Map<LedgerAccount, Long> credits = new EnumMap<>(LedgerAccount.class);
        private final Map<String, Map<LedgerAccount, BigDecimal>> money = new HashMap<>();

        Books(String what) {
            this.what = what;
        }

        void book(BoundEvent event) {
            if (event instanceof CreditsGranted granted) {
                grants.put(granted.grant(), granted);
            }
            var entry = Entry.of(event, grant -> Optional.ofNullable(lots.get(grant)));
            lots.putAll(entry.lots());
            for (var posting : entry.postings()) {
                credits.merge(posting.heading().account(), posting.credits(), Long::sum);
                posting.heading()
                        .currency()
                        .ifPresent(currency -> money.computeIfAbsent(currency, _ -> new EnumMap<>(LedgerAccount.class))
                                .merge(posting.heading().account(), posting.money(), BigDecimal::add));
            }
            isBalanced(entry.postings(), event);
        }

        private void isBalanced(List<Posting> postings, BoundEvent event) {
            assertThat(postings.stream().mapToLong(Posting::credits).sum())
                    .as("credits, %s, %s", what, event)
                    .isZero();
            for (var currency : List.of("EUR", "USD")) {
                assertThat(postings.stream()
                                .filter(posting -> posting.heading().currency().equals(Optional.of(currency)))
                                .map(Posting::money)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .as("%s, %s, %s", currency, what, event)
                        .isZero();
            }
            assertThat(postings)
                    .as("money without a currency, %s", what)
                    .allMatch(posting -> posting.heading().currency().isPresent()
                            || posting.money().signum() == 0);
        }

        void check(Account account) {
            var totals = account.totals();
            assertThat(creditsOn(GRANTED)).as(what).isEqualTo(totals.granted().millionths());
            assertThat(-creditsOn(USED)).as(what).isEqualTo(totals.deducted().millionths());
            assertThat(-creditsOn(EXPIRED)).as(what).isEqualTo(totals.expired().millionths());
            assertThat(-creditsOn(REVOKED)).as(what).isEqualTo(totals.revoked().millionths());
            assertThat(-creditsOn(OWED))
                    .as(what)
                    .isEqualTo(account.balance()
                            .total()
                            .plus(account.balance().pending())
                            .millionths());
            assertThat(creditsOn(List.of(LedgerAccount.UNCOVERED_USAGE)))
                    .as(what)
                    .isEqualTo(account.uncovered().millionths());
            money.keySet().forEach(currency -> checkMoney(account, currency));
        }

        private void checkMoney(Account account, String currency) {
            assertThat(on(currency, LedgerAccount.CREDIT_LIABILITY).negate())
                    .as("liability in %s, %s", currency, what)
                    .isEqualByComparingTo(openAtUnitPrice(account, currency));
            for (var earned : List.of(LedgerAccount.REVENUE, LedgerAccount.BREAKAGE, LedgerAccount.REFUNDS_PAYABLE)) {
                assertThat(on(currency, earned).signum())
                        .as("%s of %s, %s", earned, currency, what)
                        .isNotPositive();
            }
            var paid = lotsIn(currency)
                    .map(granted -> granted.payment().orElseThrow().paid().amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(on(currency, LedgerAccount.CLEARING)).as(what).isEqualByComparingTo(paid);
        }

        /** What is left in each lot at its unit price, rounded up once: a second way to the liability. */
        private BigDecimal openAtUnitPrice(Account account, String currency) {
            return lotsIn(currency)
                    .map(granted -> {
                        var open = account.lots().inDrawOrder().stream()
                                .filter(lot -> lot.grant().equals(granted.grant()))
                                .map(Books::open)
                                .findAny()
                                .orElse(Credits.ZERO);
                        return granted.payment()
                                .orElseThrow()
                                .paid()
                                .amount()
                                .multiply(open.toBigDecimal())
                                .divide(granted.amount().toBigDecimal(), 6, RoundingMode.CEILING);
                    })
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private static Credits open(Lot lot) {
            return lot.remaining().plus(lot.held());
        }

        private Stream<CreditsGranted> lotsIn(String currency) {
            return grants.values().stream()
                    .filter(granted -> granted.funding() == Funding.PAID)
                    .filter(granted ->
                            granted.payment().orElseThrow().paid().currency().equals(currency));
        }

        private long creditsOn(List<LedgerAccount> accounts) {
            return accounts.stream()
                    .mapToLong(account -> credits.getOrDefault(account, 0L))
                    .sum();
        }

        private BigDecimal on(String currency, LedgerAccount account) {
            return money.getOrDefault(currency, Map.of()).getOrDefault(account, BigDecimal.ZERO);
        }
    }
}
