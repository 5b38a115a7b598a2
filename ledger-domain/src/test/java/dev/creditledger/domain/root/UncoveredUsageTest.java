package dev.creditledger.domain.root;

import static dev.creditledger.domain.subscription.SubscriptionStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.account.AccountRejection.AccountIsFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountNotEmpty;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import dev.creditledger.domain.account.AccountRejection.SpendingStopped;
import dev.creditledger.domain.account.AccountRejection.UncoveredLimitExceeded;
import dev.creditledger.domain.account.AccountRejection.UnknownModel;
import dev.creditledger.domain.account.AccountRejection.UsageUncovered;
import dev.creditledger.domain.account.AccountRejection.WriteOffExceedsUncovered;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Disposition;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A million tokens cost 200 credits, for pro 300. */
class UncoveredUsageTest {

    private static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");

    private final Customer customer = Customer.openedAt(NOW);

    @AfterEach
    void every_credit_is_somewhere() {
        customer.checkThatEveryCreditIsSomewhere();
    }

    @Test
    void recorded_usage_draws_what_is_there_and_leaves_the_rest_uncovered() {
        promotion("gift", 50);

        var deducted = record("u", 1_000_000);

        assertThat(deducted.amount()).isEqualTo(Credits.of(50));
        assertThat(deducted.uncovered()).contains(Credits.of(150));
        assertThat(deducted.usage().map(RatedUsage::credits)).contains(Credits.of(200));
        assertThat(deducted.drawn()).hasSize(1);
        assertThat(deducted.balance()).isEqualTo(Balance.ZERO);
        assertThat(customer.account().uncovered()).isEqualTo(Credits.of(150));
    }

    @Test
    void recorded_usage_that_is_covered_is_a_deduction_like_any_other() {
        promotion("gift", 200);

        assertThat(record("u", 1_000_000).uncovered()).isEmpty();
        assertThat(customer.account().uncovered()).isEqualTo(Credits.ZERO);
    }

    @Test
    void usage_is_refused_by_default_and_leaves_nothing_behind() {
        promotion("gift", 50);

        assertThat(customer.reject(usage("u", 1_000_000, Insufficiency.REJECT, Prices.BOOK, NOW)))
                .isEqualTo(new InsufficientCredits(Credits.of(200), Credits.of(50)));
        assertThat(customer.account().uncovered()).isEqualTo(Credits.ZERO);
    }

    @Test
    void while_something_is_uncovered_nothing_new_is_spent() {
        record("u", 1_000_000);
        promotion("gift", 1_000);
        var uncovered = new UsageUncovered(Credits.of(200));

        assertThat(customer.reject(Customer.deduction("d", Credits.of(1), NOW))).isEqualTo(uncovered);
        assertThat(customer.reject(Customer.hold("h", Credits.of(1), Duration.ofDays(1), NOW)))
                .isEqualTo(uncovered);
        assertThat(customer.reject(usage("u2", 1, Insufficiency.REJECT, Prices.BOOK, NOW)))
                .isEqualTo(uncovered);
        assertThat(customer.root().authorize(Credits.of(1), NOW).authorized()).isFalse();
    }

    @Test
    void what_is_recorded_again_and_again_adds_up() {
        record("u1", 1_000_000);
        promotion("gift", 30);
        record("u2", 1_000_000);
        record("u3", 1);

        assertThat(customer.account().uncovered()).isEqualTo(credits("370.0002"));
        assertThat(customer.account().totals().deducted()).isEqualTo(Credits.of(30));
    }

    @Test
    void a_paid_grant_repays_it_first() {
        record("u", 1_000_000);

        var granted = purchase("part", 120, Optional.empty());
        assertThat(granted.repaid()).contains(Credits.of(120));
        assertThat(granted.balance()).isEqualTo(Balance.ZERO);
        assertThat(customer.account().lots().inDrawOrder()).isEmpty();

        assertThat(purchase("rest", 100, Optional.empty()).repaid()).contains(Credits.of(80));
        assertThat(customer.account().uncovered()).isEqualTo(Credits.ZERO);
        assertThat(customer.available()).isEqualTo(Credits.of(20));
        assertThat(customer.account().totals().deducted()).isEqualTo(Credits.of(200));
        assertThat(purchase("later", 5, Optional.empty()).repaid()).isEmpty();
        customer.spend("d", Credits.of(25), NOW);
    }

    @Test
    void a_promotion_and_an_allocation_do_not_repay_it() {
        record("u", 1_000_000);

        promotion("gift", 1_000);
        customer.subscribe(Plans.NOT_ROLLING, NOW);

        assertThat(customer.account().uncovered()).isEqualTo(Credits.of(200));
        assertThat(customer.available()).isEqualTo(Credits.of(21_000));
    }

    @Test
    void a_paid_grant_that_waits_repays_it_when_it_takes_effect() {
        purchase("later", 500, Optional.of(NOW.plusSeconds(10)));
        record("u", 1_000_000);
        assertThat(customer.account().balance()).isEqualTo(new Balance(Credits.ZERO, Credits.ZERO, Credits.of(500)));

        var activated = (GrantActivated) customer.settle(NOW.plusSeconds(10)).getFirst();

        assertThat(activated.amount()).isEqualTo(Credits.of(500));
        assertThat(activated.repaid()).contains(Credits.of(200));
        assertThat(customer.available()).isEqualTo(Credits.of(300));
        customer.spend("d", Credits.of(300), NOW.plusSeconds(10));
    }

    @Test
    void of_two_that_wait_the_first_repays_and_the_second_only_the_rest() {
        purchase("second", 500, Optional.of(NOW.plusSeconds(20)));
        purchase("first", 150, Optional.of(NOW.plusSeconds(10)));
        record("u", 1_000_000);

        customer.settle(NOW.plusSeconds(30));

        assertThat(customer.events(GrantActivated.class))
                .extracting(GrantActivated::repaid)
                .containsExactly(Optional.of(Credits.of(150)), Optional.of(Credits.of(50)));
        assertThat(customer.available()).isEqualTo(Credits.of(450));
    }

    @Test
    void a_grant_that_repaid_all_it_had_can_be_revoked_and_nothing_comes_of_it() {
        record("u", 1_000_000);
        purchase("paid", 100, Optional.empty());

        customer.accept(new RevokeGrant(Customer.ID, Customer.grantId("paid"), FreeText.NONE, NOW, Past.NONE));

        assertThat(customer.account().uncovered()).isEqualTo(Credits.of(100));
        assertThat(customer.account().totals().revoked()).isEqualTo(Credits.ZERO);
    }

    @Test
    void a_write_off_gives_up_all_of_it_or_a_part_and_never_more() {
        record("u", 1_000_000);

        assertThat(customer.reject(writeOff(Optional.of(credits("200.000001")))))
                .isEqualTo(new WriteOffExceedsUncovered(credits("200.000001"), Credits.of(200)));
        var part = (UncoveredWrittenOff)
                customer.accept(writeOff(Optional.of(Credits.of(50)))).getLast();
        assertThat(part.uncovered()).isEqualTo(Credits.of(150));
        var rest = (UncoveredWrittenOff)
                customer.accept(writeOff(Optional.empty())).getLast();
        assertThat(rest.amount()).isEqualTo(Credits.of(150));
        assertThat(customer.reject(writeOff(Optional.empty())))
                .isEqualTo(new WriteOffExceedsUncovered(Credits.ZERO, Credits.ZERO));
        promotion("gift", 1);
        customer.spend("d", Credits.of(1), NOW);
    }

    @Test
    void an_account_with_something_uncovered_does_not_close() {
        record("u", 1_000_000);
        var close = new CloseAccount(Customer.ID, Optional.of(Disposition.FORFEIT), FreeText.NONE, NOW);

        assertThat(customer.reject(close))
                .isEqualTo(new AccountNotEmpty(Customer.ID, Balance.ZERO, 0, Credits.of(200)));

        customer.accept(writeOff(Optional.empty()));
        customer.accept(close);
    }

    @Test
    void tokens_that_are_burnt_are_recorded_on_frozen_and_suspended_accounts_too() {
        customer.subscribe(Plans.NOT_ROLLING, NOW);
        customer.become(SUSPENDED, NOW);
        assertThat(customer.reject(usage("u0", 1, Insufficiency.REJECT, Prices.BOOK, NOW)))
                .isEqualTo(new SpendingStopped(Customer.ID, "subscription_suspended"));
        assertThat(record("u1", 1_000_000).amount()).as("at the tier's price").isEqualTo(Credits.of(300));

        customer.accept(new FreezeAccount(Customer.ID, FreeText.NONE, NOW));
        assertThat(customer.reject(usage("u2", 1, Insufficiency.REJECT, Prices.BOOK, NOW)))
                .isEqualTo(new AccountIsFrozen(Customer.ID));
        assertThat(record("u3", 100_000_000).uncovered()).contains(Credits.of(10_300));
        purchase("paid", 400, Optional.empty());
        assertThat(customer.account().uncovered()).isEqualTo(Credits.of(9_900));
    }

    @Test
    void an_unknown_model_is_not_recorded() {
        var tokens = new TokenUsage("openai", "gpt-5-minu", 1, 0, 0);

        assertThat(customer.reject(new ChargeUsage(
                        Customer.ID,
                        Customer.deductionId("u"),
                        tokens,
                        Prices.BOOK,
                        DeductionType.INFERENCE,
                        Optional.empty(),
                        Optional.empty(),
                        Insufficiency.RECORD,
                        FreeText.NONE,
                        NOW)))
                .isEqualTo(new UnknownModel("openai", "gpt-5-minu"));
    }

    @Test
    void a_reversal_gives_back_what_was_drawn_and_not_what_was_uncovered() {
        promotion("gift", 50);
        record("u", 1_000_000);

        assertThat(customer.reject(reversal("r", Optional.of(Credits.of(51)))))
                .isEqualTo(new ReversalExceedsDeduction(Credits.of(51), Credits.of(50)));
        customer.accept(reversal("r", Optional.empty()));

        assertThat(customer.available()).isEqualTo(Credits.of(50));
        assertThat(customer.account().uncovered()).isEqualTo(Credits.of(150));
    }

    @Test
    void what_is_uncovered_has_a_bound() {
        var dear = Prices.margin(
                Prices.BOOK, Tier.FREE, new Margin.FixedPercentage(BigDecimal.valueOf(1_000)), NOW.minusSeconds(60));
        for (var i = 0; i < 9; i++) {
            customer.accept(usage("u" + i, 1_000_000_000, Insufficiency.RECORD, dear, NOW));
        }
        assertThat(customer.account().uncovered()).isEqualTo(Credits.of(900_000_000));
        assertThat(customer.reject(usage("u", 1_000_000_000, Insufficiency.RECORD, dear, NOW)))
                .isEqualTo(new UncoveredLimitExceeded(Credits.of(900_000_000), Credits.of(100_000_000), Credits.MAX));
        assertThat(customer.account().month().used()).isEqualTo(Credits.of(900_000_000));
    }

    @Test
    void a_tiered_margin_goes_by_all_usage_in_the_month_covered_or_not_and_begins_anew_with_the_next() {
        var steps = new Margin.Tiered(List.of(
                new Margin.Tiered.Step(Credits.ZERO, BigDecimal.TWO),
                new Margin.Tiered.Step(Credits.of(100), new BigDecimal("1.5"))));
        var book = Prices.margin(Prices.BOOK, Tier.FREE, steps, NOW.minusSeconds(60));
        promotion("gift", 20);

        assertThat(charged("u1", book, NOW)).isEqualTo(Credits.of(200));
        assertThat(charged("u2", book, NOW)).isEqualTo(Credits.of(150));
        assertThat(charged("u3", book, Instant.parse("2027-06-30T23:59:59.999999Z")))
                .isEqualTo(Credits.of(150));
        assertThat(charged("u4", book, Instant.parse("2027-07-01T00:00:00Z"))).isEqualTo(Credits.of(200));
        assertThat(charged("u5", book, Instant.parse("2027-07-01T00:00:00Z"))).isEqualTo(Credits.of(150));
    }

    private Credits charged(String key, PriceBook book, Instant at) {
        var events = customer.accept(usage(key, 1_000_000, Insufficiency.RECORD, book, at));
        return ((CreditsDeducted) events.getLast()).usage().orElseThrow().credits();
    }

    private CreditsDeducted record(String key, long tokens) {
        return (CreditsDeducted) customer.accept(usage(key, tokens, Insufficiency.RECORD, Prices.BOOK, NOW))
                .getLast();
    }

    private static ChargeUsage usage(String key, long tokens, Insufficiency mode, PriceBook book, Instant at) {
        return new ChargeUsage(
                Customer.ID,
                Customer.deductionId(key),
                new TokenUsage("openai", "gpt-5-mini", tokens, 0, 0),
                book,
                DeductionType.INFERENCE,
                Optional.empty(),
                Optional.empty(),
                mode,
                FreeText.NONE,
                at);
    }

    private void promotion(String key, long amount) {
        customer.accept(Customer.promotion(key, Credits.of(amount), Optional.empty(), NOW));
    }

    private CreditsGranted purchase(String key, long amount, Optional<Instant> effectiveAt) {
        return (CreditsGranted) customer.accept(Customer.purchase(key, Credits.of(amount), effectiveAt, NOW))
                .getLast();
    }

    private static WriteOff writeOff(Optional<Credits> amount) {
        return new WriteOff(Customer.ID, amount, FreeText.NONE, NOW);
    }

    private static ReverseDeduction reversal(String key, Optional<Credits> amount) {
        return new ReverseDeduction(
                Customer.ID,
                ReversalId.of(Customer.ID, new IdempotencyKey(key)),
                Customer.deductionId("u"),
                amount,
                FreeText.NONE,
                NOW,
                Past.NONE);
    }

    private static Credits credits(String amount) {
        return Credits.exactly(new BigDecimal(amount));
    }
}
