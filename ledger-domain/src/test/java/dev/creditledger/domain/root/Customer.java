package dev.creditledger.domain.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Referring;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An account with its subscription and all their events in memory. */
final class Customer {

    static final AccountId ID = new AccountId("alice");

    private final List<BoundEvent> events = new ArrayList<>();
    private AccountRoot root = AccountRoot.unopened(ID);

    static Customer openedAt(Instant at) {
        var customer = new Customer();
        customer.accept(new OpenAccount(ID, new SubjectId("alice-the-owner"), FreeText.NONE, at));
        return customer;
    }

    Decision<BoundEvent, Rejection> submit(BoundCommand command) {
        var complete = root.missing(command).isPresent() && command instanceof Referring referring
                ? referring.with(new Past(events))
                : command;
        var decision = root.decide(complete);
        if (decision instanceof Accepted<BoundEvent, Rejection>(var accepted)) {
            root = root.evolve(accepted);
            events.addAll(accepted);
        }
        return decision;
    }

    List<BoundEvent> accept(BoundCommand command) {
        return switch (submit(command)) {
            case Accepted<BoundEvent, Rejection>(var accepted) -> accepted;
            case Rejected<BoundEvent, Rejection>(var reason) -> throw new AssertionError("rejected: " + reason);
        };
    }

    Rejection reject(BoundCommand command) {
        return switch (submit(command)) {
            case Accepted<BoundEvent, Rejection>(var accepted) -> throw new AssertionError("accepted: " + accepted);
            case Rejected<BoundEvent, Rejection>(var reason) -> reason;
        };
    }

    AccountRoot root() {
        return root;
    }

    Account account() {
        return root.account();
    }

    Credits available() {
        return account().balance().available();
    }

    Subscription subscription() {
        return root.subscription().orElseThrow();
    }

    Period period() {
        return subscription().period().orElseThrow();
    }

    List<BoundEvent> events() {
        return events;
    }

    <E extends BoundEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Wherever credits went, they are counted once, and events alone make the same state. */
    void checkThatEveryCreditIsSomewhere() {
        var balance = account().balance();
        var totals = account().totals();
        assertThat(totals.granted())
                .isEqualTo(balance.available()
                        .plus(balance.pending())
                        .plus(balance.held())
                        .plus(totals.deducted())
                        .plus(totals.expired())
                        .plus(totals.revoked()));
        assertThat(AccountRoot.unopened(ID).evolve(events)).isEqualTo(root);
        assertThat(events.getLast().balance()).isEqualTo(balance);
    }

    // --- what is asked of it

    List<BoundEvent> subscribe(Plan plan, Instant at) {
        return accept(subscription(plan, SubscriptionStatus.ACTIVE, Optional.empty(), at));
    }

    List<BoundEvent> become(SubscriptionStatus status, Instant at) {
        return accept(subscription(subscription().plan(), status, Optional.empty(), at));
    }

    static SetSubscription subscription(Plan plan, SubscriptionStatus status, Optional<Instant> anchor, Instant at) {
        return new SetSubscription(ID, plan, status, anchor, FreeText.NONE, at);
    }

    List<BoundEvent> settle(Instant at) {
        return accept(new SettleDue(ID, at));
    }

    static DeductCredits deduction(String key, Credits amount, Instant at) {
        return new DeductCredits(
                ID, deductionId(key), amount, DeductionType.CUSTOM, Optional.empty(), FreeText.NONE, at);
    }

    void spend(String key, Credits amount, Instant at) {
        accept(deduction(key, amount, at));
    }

    static PlaceHold hold(String key, Credits amount, Duration timeToLive, Instant at) {
        return new PlaceHold(ID, holdId(key), amount, timeToLive, FreeText.NONE, at);
    }

    static GrantCredits promotion(String key, Credits amount, Optional<Instant> effectiveAt, Instant at) {
        return grant(key, amount, Funding.PROMOTIONAL, Optional.empty(), effectiveAt, at);
    }

    static GrantCredits purchase(String key, Credits amount, Optional<Instant> effectiveAt, Instant at) {
        var payment = new Payment(new Money(BigDecimal.ONE, "USD"), Optional.empty());
        return grant(key, amount, Funding.PAID, Optional.of(payment), effectiveAt, at);
    }

    private static GrantCredits grant(
            String key,
            Credits amount,
            Funding funding,
            Optional<Payment> payment,
            Optional<Instant> effectiveAt,
            Instant at) {
        return new GrantCredits(
                ID,
                grantId(key),
                amount,
                payment.isPresent() ? Source.PURCHASE : Source.BONUS,
                funding,
                payment,
                payment.isPresent() ? 80 : 20,
                effectiveAt,
                Optional.empty(),
                FreeText.NONE,
                at);
    }

    static GrantId grantId(String key) {
        return GrantId.of(ID, new IdempotencyKey(key));
    }

    static DeductionId deductionId(String key) {
        return DeductionId.of(ID, new IdempotencyKey(key));
    }

    static HoldId holdId(String key) {
        return HoldId.of(ID, new IdempotencyKey(key));
    }
}
