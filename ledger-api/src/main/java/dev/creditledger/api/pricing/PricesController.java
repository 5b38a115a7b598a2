package dev.creditledger.api.pricing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.list.Slice;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What things cost in credits. What the vendor asks is not for those who are charged. */
@RestController
@RequestMapping(path = "/api/v1/pricing", produces = MediaType.APPLICATION_JSON_VALUE)
class PricesController {

    private final PricingDesk desk;

    PricesController(PricingDesk desk) {
        this.desk = desk;
    }

    /** Each as it is for an account that has used nothing in the month. */
    record ModelAnswer(
            String vendor,
            String model,
            String kind,
            Credits creditsPerMillionInputTokens,
            Credits creditsPerMillionCachedInputTokens,
            Credits creditsPerMillionOutputTokens,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Behind> behind) {}

    @GetMapping("/models")
    ListAnswer<ModelAnswer> models(Call call) {
        var access = call.as(Roles.EVERYBODY);
        var query = call.query();
        var vendor = query.optionalText("vendor", Names.VENDOR, Names.VENDOR_FORM);
        var kind = query.optionalText("kind", Names.KIND, Names.KIND_FORM);
        var tier = query.optionalChoice("tier", Tier.class).orElse(Tier.FREE);
        var paging = Paging.of(query);
        query.finish();
        var book = desk.current();
        var now = desk.now();
        var found = book.models().keySet().stream()
                .flatMap(name -> book.model(name, now).stream())
                .filter(price -> vendor.isEmpty()
                        || vendor.get().equals(price.value().name().vendor()))
                .filter(price ->
                        kind.isEmpty() || kind.get().equals(price.value().kind()))
                .toList();
        var seesCosts = access.seesCosts();
        return Slice.of(
                "models of " + vendor + kind + tier,
                found,
                price -> price.value().name().toString(),
                price -> answer(book, price, tier, now, seesCosts),
                paging);
    }

    private static ModelAnswer answer(
            PriceBook book, Timeline.Version<ModelPrice> price, Tier tier, Instant now, boolean seesCosts) {
        var name = price.value().name();
        var credits = CreditPrices.of(book, name, tier, Credits.ZERO, now);
        return new ModelAnswer(
                name.vendor(),
                name.model(),
                price.value().kind(),
                credits.input(),
                credits.cachedInput(),
                credits.output(),
                seesCosts ? Optional.of(behind(book, name, tier, now)) : Optional.empty());
    }

    private static Behind behind(PriceBook book, ModelName name, Tier tier, Instant now) {
        return Behind.of(CreditPrices.million(book, name, tier, Credits.ZERO, now), book, now);
    }

    record FeatureAnswer(String feature, String unit, Credits credits, int version) {
        static FeatureAnswer of(String feature, Timeline.Version<FeaturePrice> price, Tier tier) {
            return new FeatureAnswer(
                    feature, price.value().unit(), price.value().of(tier), price.number());
        }
    }

    @GetMapping("/features")
    ListAnswer<FeatureAnswer> features(Call call) {
        call.as(Roles.EVERYBODY);
        var query = call.query();
        var tier = query.optionalChoice("tier", Tier.class).orElse(Tier.FREE);
        var paging = Paging.of(query);
        query.finish();
        var book = desk.current();
        var now = desk.now();
        var found = book.features().keySet().stream()
                .flatMap(name -> book.feature(name, now).map(price -> FeatureAnswer.of(name, price, tier)).stream())
                .toList();
        return Slice.of("features for " + tier, List.copyOf(found), FeatureAnswer::feature, it -> it, paging);
    }
}
