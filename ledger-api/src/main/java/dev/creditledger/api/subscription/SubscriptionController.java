package dev.creditledger.api.subscription;

import dev.creditledger.api.account.Answer;
import dev.creditledger.api.account.Answer.PeriodAnswer;
import dev.creditledger.api.account.Desk;
import dev.creditledger.api.account.Desk.Setting;
import dev.creditledger.api.account.Reader;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import dev.creditledger.projections.account.BalanceView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** An account's subscription. */
@RestController
@RequestMapping(path = "/api/v1/accounts/{account}/subscription", produces = MediaType.APPLICATION_JSON_VALUE)
@EnableConfigurationProperties(SubscriptionSettings.class)
class SubscriptionController {

    private static final String TAIL = "/subscription";

    /** Periods are counted in months from the anchor, so it lies within what a calendar holds. */
    private static final Instant ANCHOR_MIN = Instant.EPOCH;

    private static final Duration ANCHOR_AHEAD_MAX = Duration.ofDays(366);

    private final Desk desk;
    private final Reader reader;
    private final SubscriptionSettings settings;

    SubscriptionController(Desk desk, Reader reader, SubscriptionSettings settings) {
        this.desk = desk;
        this.reader = reader;
        this.settings = settings;
    }

    @PutMapping
    ResponseEntity<Answer> set(@PathVariable String account, Call call) {
        return desk.set(new Setting(account, TAIL, Roles.ADMINS, this::command), call)
                .ok();
    }

    private BoundCommand command(Fields body, AccountId account, Instant at) {
        var tier = body.choice("tier", Tier.class);
        var status = body.choice("status", SubscriptionStatus.class);
        var anchor = body.optionalTime("anchor");
        var reason = body.optionalReason();
        if (anchor.isPresent()
                && (anchor.get().isBefore(ANCHOR_MIN) || anchor.get().isAfter(at.plus(ANCHOR_AHEAD_MAX)))) {
            body.contradiction(
                    "anchor", "must not lie before 1970, nor more than " + ANCHOR_AHEAD_MAX.toDays() + " days ahead");
        }
        body.finish();
        var text = reason.map(words -> FreeText.of(Map.of("reason", words))).orElse(FreeText.NONE);
        return new SetSubscription(account, settings.plan(tier), status, anchor, text, at);
    }

    @GetMapping
    ResponseEntity<SubscriptionAnswer> get(@PathVariable String account, Call call) {
        var view = reader.balance(account, call);
        call.query().finish();
        var answer = view.subscription()
                .map(subscription -> SubscriptionAnswer.of(view, subscription))
                .orElseThrow(() -> Problem.SUBSCRIPTION_NOT_FOUND.here().with("accountId", account));
        return Paging.at(view.position(), call).body(answer);
    }

    /**
     * @param period the last that was given its allocation; empty: none yet
     * @param renewsAt when the next begins, as things stand
     * @param maySpend whether the subscription lets the account spend
     */
    record SubscriptionAnswer(
            AccountId accountId,
            Tier tier,
            SubscriptionStatus status,
            Instant anchor,
            Optional<PeriodAnswer> period,
            Optional<Instant> renewsAt,
            Credits allocation,
            BigDecimal rolloverShare,
            Credits rolloverMax,
            boolean maySpend,
            long position) {

        static SubscriptionAnswer of(BalanceView view, Subscription subscription) {
            var plan = subscription.plan();
            return new SubscriptionAnswer(
                    view.account(),
                    plan.tier(),
                    subscription.status(),
                    subscription.anchor(),
                    PeriodAnswer.of(subscription.period()),
                    subscription.renewsAt(),
                    plan.allocation(),
                    plan.rolloverShare(),
                    plan.rolloverMax(),
                    subscription.standing().stopped().isEmpty(),
                    view.position());
        }
    }
}
