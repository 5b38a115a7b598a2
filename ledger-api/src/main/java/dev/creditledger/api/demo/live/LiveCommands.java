package dev.creditledger.api.demo.live;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The commands by which accounts get what their sessions need: the same ones that HTTP requests become. */
final class LiveCommands {

    private static final String ACTOR = "demo";
    private static final IdempotencyKey OPENING = new IdempotencyKey("demo-opening");
    private static final IdempotencyKey SUBSCRIPTION = new IdempotencyKey("demo-subscription");
    private static final IdempotencyKey PURCHASE = new IdempotencyKey("demo-purchase");
    private static final IdempotencyKey QUOTA = new IdempotencyKey("demo-quota");
    private static final BigDecimal USD_A_CREDIT = new BigDecimal("0.015");

    private final InstantSource clock;

    LiveCommands(InstantSource clock) {
        this.clock = clock;
    }

    Submission opening(Visit visit) {
        var account = visit.account();
        return submission(
                new AccountCommand.OpenAccount(account, new SubjectId(account.value()), FreeText.NONE, now()),
                account,
                OPENING);
    }

    /** With all its credits, unless it buys them. */
    Submission subscription(Visit visit) {
        var plan = visit.tier().plan(visit.tier().buys() ? Credits.ZERO : visit.credits());
        return submission(
                new SetSubscription(
                        visit.account(), plan, SubscriptionStatus.ACTIVE, Optional.empty(), FreeText.NONE, now()),
                visit.account(),
                SUBSCRIPTION);
    }

    Submission purchase(Visit visit) {
        var account = visit.account();
        var paid = visit.credits().toBigDecimal().multiply(USD_A_CREDIT).setScale(2, RoundingMode.HALF_UP);
        var command = new AccountCommand.GrantCredits(
                account,
                GrantId.of(account, PURCHASE),
                visit.credits(),
                Source.PURCHASE,
                Funding.PAID,
                Optional.of(new Payment(new Money(paid, "USD"), Optional.empty())),
                Source.PURCHASE.defaultPriority(),
                Optional.empty(),
                Optional.empty(),
                FreeText.of(Map.of("reason", "bought once")),
                now());
        return submission(command, account, PURCHASE);
    }

    /** Of its own, in the place of its tier's. */
    Submission quota(Visit visit) {
        var limits = new QuotaLimits(Map.of(Window.HOUR, visit.quota().orElseThrow()));
        var reason = FreeText.of(Map.of("reason", "as agreed"));
        return submission(
                new SetAccountQuota(visit.account(), visit.feature(), limits, reason, now()), visit.account(), QUOTA);
    }

    /** Each is sent once to an account that no other run has. */
    private static Submission submission(BoundCommand command, AccountId account, IdempotencyKey key) {
        var cause = new Cause(new Actor(new SubjectId(ACTOR), Role.ADMIN), key.value(), "demo-live", Personal.NONE);
        return new Submission(
                command, cause, Optional.of(new Submission.Once(key, ACTOR + ' ' + account + ' ' + key.value())));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
