package dev.creditledger.api.demo;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.Submission;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The commands of a plan: the same ones that HTTP requests become. */
final class DemoCommands {

    static final String ACTOR = "demo";

    private static final IdempotencyKey OPENING = new IdempotencyKey("demo-opening");
    private static final IdempotencyKey GRANT = new IdempotencyKey("demo-beta-grant");

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

    Submission grant(AccountId account) {
        var command = new AccountCommand.GrantCredits(
                account,
                GrantId.of(account, GRANT),
                DemoPlan.GRANT,
                Source.BETA,
                Funding.PROMOTIONAL,
                Optional.empty(),
                Source.BETA.defaultPriority(),
                Optional.empty(),
                Optional.empty(),
                FreeText.of(Map.of("reason", "beta programme")),
                now());
        return submission(command, GRANT, "POST /api/v1/accounts/" + account + "/grants " + DemoPlan.GRANT);
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
    private Submission submission(AccountCommand command, IdempotencyKey key, String request) {
        var cause = new Cause(
                new Actor(new SubjectId(ACTOR), Role.ADMIN), key.value(), "demo-" + plan.name(), Personal.NONE);
        return new Submission(command, cause, Optional.of(new Submission.Once(key, ACTOR + ' ' + request)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
