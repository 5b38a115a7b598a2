package dev.creditledger.api.pricing;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.pricing.PricingAnswer.FeatureTermsAnswer;
import dev.creditledger.api.pricing.PricingDesk.Ask;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingEvent.FeaturePriced;
import dev.creditledger.domain.pricing.Timeline;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Prices of named actions. */
@RestController
@RequestMapping(path = FeaturesController.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class FeaturesController {

    static final String ROOT = "/api/v1/admin/features";

    private final PricingDesk desk;

    FeaturesController(PricingDesk desk) {
        this.desk = desk;
    }

    /** @param versions in the order in which they begin: what is in force, was until lately, or is scheduled */
    record TimelineAnswer(String feature, List<VersionAnswer> versions) {}

    record VersionAnswer(int version, Instant effectiveAt, FeatureTermsAnswer price) {
        static VersionAnswer of(Timeline.Version<FeaturePrice> version) {
            return new VersionAnswer(version.number(), version.from(), FeatureTermsAnswer.of(version.value()));
        }
    }

    @GetMapping("/{feature}")
    TimelineAnswer look(@PathVariable String feature, Call call) {
        call.as(Roles.AUDITORS);
        var name = PricingFields.feature(feature);
        call.query().finish();
        var book = desk.current();
        var known = book.features().get(name);
        if (known == null) {
            throw Problem.FEATURE_NOT_FOUND
                    .here()
                    .with("feature", name)
                    .with("near", book.nearFeatures(name, desk.now()));
        }
        return new TimelineAnswer(
                name, known.versions().stream().map(VersionAnswer::of).toList());
    }

    @PutMapping("/{feature}")
    ResponseEntity<PricingAnswer> price(@PathVariable String feature, Call call) {
        var access = call.as(Roles.ADMINS);
        var name = PricingFields.feature(feature);
        var ask = new Ask(call, access, "PUT " + ROOT + '/' + name, call.optionalKey(), call.body());
        var body = new Fields(ask.body());
        var price = PricingFields.featurePrice(body);
        var effectiveAt = body.optionalTime("effectiveAt");
        var reason = PricingFields.reason(body);
        body.finish();
        var command = new PriceFeature(name, price, effectiveAt, access.caller().subject(), reason, desk.now());
        return desk.change(
                ask,
                command,
                HttpStatus.OK,
                FeaturePriced.class,
                PricingAnswers::priced,
                () -> PricingAnswers.already(
                        name, PricingDesk.last(desk.current().features(), name)));
    }
}
