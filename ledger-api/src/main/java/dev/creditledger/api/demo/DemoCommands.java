package dev.creditledger.api.demo;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The commands of a plan: the same ones that HTTP requests become. */
final class DemoCommands {

    static final String ACTOR = "demo";

    private static final IdempotencyKey OPENING = new IdempotencyKey("demo-opening");
    private static final IdempotencyKey SUBSCRIPTION = new IdempotencyKey("demo-subscription");
    private static final IdempotencyKey PURCHASE = new IdempotencyKey("demo-purchase");
    private static final Money PAID = new Money(new BigDecimal("7.50"), "USD");

    private final DemoPlan plan;
    private final PriceDesk prices;
    private final InstantSource clock;

    DemoCommands(DemoPlan plan, PriceDesk prices, InstantSource clock) {
        this.plan = plan;
        this.prices = prices;
        this.clock = clock;
    }

    Submission opening(AccountId account) {
        return submission(
                new AccountCommand.OpenAccount(account, new SubjectId(account.value()), FreeText.NONE, now()),
                OPENING,
                "POST /api/v1/accounts");
    }

    Submission subscription(AccountId account) {
        var plan = this.plan.tier(account).plan();
        var command =
                new SetSubscription(account, plan, SubscriptionStatus.ACTIVE, Optional.empty(), FreeText.NONE, now());
        return submission(command, SUBSCRIPTION, "PUT /api/v1/accounts/" + account + "/subscription " + plan);
    }

    Submission purchase(AccountId account) {
        var command = new AccountCommand.GrantCredits(
                account,
                GrantId.of(account, PURCHASE),
                DemoPlan.PURCHASE,
                Source.PURCHASE,
                Funding.PAID,
                Optional.of(new Payment(PAID, Optional.empty())),
                Source.PURCHASE.defaultPriority(),
                Optional.empty(),
                Optional.empty(),
                FreeText.of(Map.of("reason", "bought once")),
                now());
        return submission(command, PURCHASE, "POST /api/v1/accounts/" + account + "/grants " + DemoPlan.PURCHASE);
    }

    Submission charge(DemoPlan.Charge charge) {
        var account = charge.account();
        var command = new AccountCommand.ChargeUsage(
                account,
                charge.deduction(),
                charge.usage(),
                prices.current(),
                DeductionType.INFERENCE,
                Optional.of("chat"),
                Optional.empty(),
                Insufficiency.REJECT,
                FreeText.of(Map.of("metadata.traceTime", charge.traceTime())),
                now());
        return submission(command, charge.key(), "POST /api/v1/accounts/" + account + "/usage " + charge);
    }

    /** @param request all that makes it this request and no other */
    private Submission submission(BoundCommand command, IdempotencyKey key, String request) {
        var cause = new Cause(
                new Actor(new SubjectId(ACTOR), Role.ADMIN), key.value(), "demo-" + plan.name(), Personal.NONE);
        return new Submission(command, cause, Optional.of(new Submission.Once(key, ACTOR + ' ' + request)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
