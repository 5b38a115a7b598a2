package dev.creditledger.api.pricing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.creditledger.api.account.NearNames;
import dev.creditledger.api.account.Reader;
import dev.creditledger.api.account.Refusals;
import dev.creditledger.api.account.SentTokens;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection;
import dev.creditledger.domain.account.AccountRejection.QuantityTooLarge;
import dev.creditledger.domain.account.AccountRejection.UnknownFeature;
import dev.creditledger.domain.account.AccountRejection.UnknownModel;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.Rating;
import dev.creditledger.domain.pricing.Rating.Rated;
import dev.creditledger.domain.pricing.Rating.Unpriced;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.projections.subscription.SubscriptionQuery;
import dev.creditledger.projections.usage.Calendar;
import dev.creditledger.projections.usage.DayRange;
import dev.creditledger.projections.usage.UsageQuery;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What something would cost, and why. Nothing is changed. */
@RestController
@RequestMapping(path = "/api/v1/pricing/quotes", produces = MediaType.APPLICATION_JSON_VALUE)
class QuotesController {

    private static final int DECIMALS_SHOWN = 20;
    private static final String ROUNDING = "up, at the sixth decimal";

    private final PricingDesk desk;
    private final Reader reader;
    private final SubscriptionQuery subscriptions;
    private final UsageQuery usage;

    QuotesController(PricingDesk desk, Reader reader, SubscriptionQuery subscriptions, UsageQuery usage) {
        this.desk = desk;
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.usage = usage;
    }

    sealed interface QuoteAnswer {}

    /**
     * @param unrounded the exact quotient of vendor cost × margin and the worth of a credit, cut after twenty decimals
     * @param cut whether it goes on after them
     */
    record TokensAnswer(
            String vendor,
            String model,
            Tier tier,
            Optional<Credits> usedThisMonth,
            Instant occurredAt,
            Credits creditsPerMillionInputTokens,
            Credits creditsPerMillionCachedInputTokens,
            Credits creditsPerMillionOutputTokens,
            BigDecimal unrounded,
            boolean cut,
            String rounding,
            Credits credits,
            @JsonInclude(Include.NON_ABSENT) Optional<BigDecimal> vendorCostUsd,
            @JsonInclude(Include.NON_ABSENT) Optional<Behind> behind)
            implements QuoteAnswer {}

    record FeatureAnswer(
            String feature,
            String unit,
            BigDecimal quantity,
            Tier tier,
            Instant occurredAt,
            Credits creditsPerUnit,
            int priceVersion,
            BigDecimal unrounded,
            String rounding,
            Credits credits)
            implements QuoteAnswer {}

    /** For whom it is quoted, and when. */
    private record For(Tier tier, Optional<Credits> usedThisMonth, Instant when, boolean seesCosts) {}

    @PostMapping
    QuoteAnswer quote(Call call) {
        var access = call.as(Roles.EVERYBODY);
        var sent = call.body();
        var account = sent instanceof Json.Members(var members) && members.get("accountId") instanceof Json.Text(var id)
                ? Optional.of(reader.read(id, call).id())
                : Optional.<AccountId>empty();
        var body = new Fields(sent);
        body.optionalText("accountId", 64);
        var tier = body.optionalChoice("tier", Tier.class);
        if (account.isPresent() && tier.isPresent()) {
            body.contradiction("tier", "is the account's: leave it out, or accountId");
        }
        var now = desk.now();
        var occurredAt = body.optionalTime("occurredAt");
        if (occurredAt.isPresent() && occurredAt.get().isBefore(now.minus(PriceBook.LOOKS_BACK))) {
            body.contradiction("occurredAt", "must not lie more than " + PriceBook.LOOKS_BACK.toDays() + " days back");
        }
        var whose = new For(
                account.map(this::tier).orElse(tier.orElse(Tier.FREE)),
                account.map(it -> usedThisMonth(it, now)),
                occurredAt.orElse(now),
                access.seesCosts());
        return body.has("quantity") || body.has("feature") ? feature(body, whose) : tokens(body, whose);
    }

    private Tier tier(AccountId account) {
        return subscriptions
                .find(account)
                .map(view -> view.subscription().plan().tier())
                .orElse(Tier.FREE);
    }

    /** By when the tokens were used, as far as the read side knows it. */
    private Credits usedThisMonth(AccountId account, Instant now) {
        var first = LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1);
        var month = new DayRange(Optional.of(first), Optional.empty(), Calendar.UTC);
        return Credits.exactly(usage.chargedForTokens(account, month).min(Credits.MAX.toBigDecimal()));
    }

    private QuoteAnswer tokens(Fields body, For whose) {
        var tokens = SentTokens.read(body);
        body.finish();
        var book = desk.current();
        return switch (rated(book, tokens.usage(), whose)) {
            case Rated(var usage) -> answer(book, usage, whose);
            case Unpriced(var vendor, var model) -> throw refused(new UnknownModel(vendor, model), book, whose);
        };
    }

    private static Rating rated(PriceBook book, TokenUsage tokens, For whose) {
        return book.rate(
                tokens, whose.when(), whose.tier(), whose.usedThisMonth().orElse(Credits.ZERO));
    }

    private static QuoteAnswer answer(PriceBook book, RatedUsage usage, For whose) {
        var used = whose.usedThisMonth().orElse(Credits.ZERO);
        var model = new ModelName(usage.tokens().vendor(), usage.tokens().model());
        var prices = CreditPrices.of(book, model, whose.tier(), used, whose.when());
        var charged = usage.vendorCostUsd().multiply(usage.margin());
        var unrounded = charged.divide(usage.creditWorthUsd(), DECIMALS_SHOWN, RoundingMode.DOWN);
        return new TokensAnswer(
                model.vendor(),
                model.model(),
                whose.tier(),
                whose.usedThisMonth(),
                whose.when(),
                prices.input(),
                prices.cachedInput(),
                prices.output(),
                unrounded,
                unrounded.multiply(usage.creditWorthUsd()).compareTo(charged) != 0,
                ROUNDING,
                usage.credits(),
                whose.seesCosts() ? Optional.of(usage.vendorCostUsd()) : Optional.empty(),
                whose.seesCosts() ? Optional.of(Behind.of(usage, book, whose.when())) : Optional.empty());
    }

    private QuoteAnswer feature(Fields body, For whose) {
        var feature = body.text("feature", Names.FEATURE, Names.FEATURE_FORM);
        var quantity = body.requiredNumber("quantity", PricingFields.QUANTITY);
        body.finish();
        var book = desk.current();
        var price = book.feature(feature, whose.when())
                .orElseThrow(() -> refused(new UnknownFeature(feature), book, whose));
        var perUnit = price.value().of(whose.tier());
        var unrounded = perUnit.toBigDecimal().multiply(quantity);
        return new FeatureAnswer(
                feature,
                price.value().unit(),
                quantity,
                whose.tier(),
                whose.when(),
                perUnit,
                price.number(),
                unrounded,
                ROUNDING,
                Credits.roundedUp(unrounded)
                        .orElseThrow(() -> refused(new QuantityTooLarge(feature, quantity), book, whose)));
    }

    private static ProblemException refused(AccountRejection rejection, PriceBook book, For whose) {
        return Refusals.of(rejection, new NearNames(() -> book, whose.when()));
    }
}
