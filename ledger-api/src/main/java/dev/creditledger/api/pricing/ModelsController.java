package dev.creditledger.api.pricing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.pricing.PricingAnswer.PricesAnswer;
import dev.creditledger.api.pricing.PricingDesk.Ask;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PricingCommand.PriceModels;
import dev.creditledger.domain.pricing.PricingCommand.RetireModel;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.PricingEvent.ModelRetired;
import dev.creditledger.domain.pricing.PricingEvent.ModelsPriced;
import dev.creditledger.domain.pricing.PricingRejection;
import dev.creditledger.domain.pricing.PricingRejection.NotPriced;
import dev.creditledger.domain.pricing.PricingRejection.NothingChanges;
import dev.creditledger.domain.pricing.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Vendors' prices: one by one, or as a list. A model's name is the rest of the path, with any slashes that it has. */
@RestController
@RequestMapping(path = ModelsController.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class ModelsController {

    static final String ROOT = "/api/v1/admin/pricing";

    private static final String MODEL = "/models/{vendor}/{*model}";

    private final PricingDesk desk;

    ModelsController(PricingDesk desk) {
        this.desk = desk;
    }

    /** @param versions in the order in which they begin: what is in force, was until lately, or is scheduled */
    record TimelineAnswer(String vendor, String model, List<VersionAnswer> versions) {}

    /** @param prices not there: retired */
    record VersionAnswer(
            int version,
            Instant effectiveAt,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> kind,
            Optional<PricesAnswer> prices) {
        static VersionAnswer of(Timeline.Version<Optional<ModelPrice>> version) {
            return new VersionAnswer(
                    version.number(),
                    version.from(),
                    version.value().map(ModelPrice::kind),
                    version.value().map(ModelPrice::prices).map(PricesAnswer::of));
        }
    }

    @GetMapping(MODEL)
    TimelineAnswer look(@PathVariable String vendor, @PathVariable String model, Call call) {
        call.as(Roles.AUDITORS);
        var name = PricingFields.model(vendor, model);
        call.query().finish();
        var known = desk.current().models().get(name);
        if (known == null) {
            throw PricingRefusals.of(new NotPriced(name, desk.current().near(name, desk.now())));
        }
        return new TimelineAnswer(
                name.vendor(),
                name.model(),
                known.versions().stream().map(VersionAnswer::of).toList());
    }

    @PutMapping(MODEL)
    ResponseEntity<PricingAnswer> price(@PathVariable String vendor, @PathVariable String model, Call call) {
        var access = call.as(Roles.ADMINS);
        var name = PricingFields.model(vendor, model);
        var ask = new Ask(call, access, "PUT " + path(name), call.optionalKey(), call.body());
        var body = new Fields(ask.body());
        var price = PricingFields.price(name, body);
        var effectiveAt = body.optionalTime("effectiveAt");
        var reason = PricingFields.reason(body);
        body.finish();
        var subject = access.caller().subject();
        var command = new PriceModels(List.of(price), false, effectiveAt, subject, reason, desk.now());
        return desk.change(
                ask, command, HttpStatus.OK, ModelsPriced.class, PricingAnswers::priced, () -> already(price));
    }

    private PricingAnswer already(ModelPrice price) {
        return PricingAnswers.already(price, PricingDesk.last(desk.current().models(), price.name()));
    }

    @DeleteMapping(MODEL)
    ResponseEntity<PricingAnswer> retire(@PathVariable String vendor, @PathVariable String model, Call call) {
        var access = call.as(Roles.ADMINS);
        var name = PricingFields.model(vendor, model);
        var ask = new Ask(call, access, "DELETE " + path(name), call.optionalKey(), call.body());
        var body = new Fields(ask.body());
        var effectiveAt = body.optionalTime("effectiveAt");
        var reason = PricingFields.reason(body);
        body.finish();
        var command = new RetireModel(name, effectiveAt, access.caller().subject(), reason, desk.now());
        return desk.change(
                ask, command, HttpStatus.OK, ModelRetired.class, PricingAnswers::retired, ModelsController::impossible);
    }

    private static PricingAnswer impossible() {
        throw new IllegalStateException("a model that is in the book can always be retired");
    }

    private static String path(ModelName name) {
        return ROOT + "/models/" + name;
    }

    @PostMapping("/imports")
    ResponseEntity<PricingAnswer> importList(Call call) {
        var access = call.as(Roles.ADMINS);
        var key = call.key();
        var ask = new Ask(call, access, "POST " + ROOT + "/imports", Optional.of(key), call.body());
        var body = new Fields(ask.body());
        var csv = body.optionalText("csv", PriceList.CHARACTERS_MAX);
        var effectiveAt = body.optionalTime("effectiveAt");
        var dryRun = body.flag("dryRun");
        var retireMissing = body.flag("retireMissing");
        var reason = PricingFields.reason(body);
        body.finish();
        var models = models(csv.orElseGet(PriceList::shippedText));
        var subject = access.caller().subject();
        var command = new PriceModels(models, retireMissing, effectiveAt, subject, reason, desk.now());
        return dryRun
                ? ResponseEntity.ok(tried(command))
                : desk.change(
                        ask,
                        command,
                        HttpStatus.CREATED,
                        ModelsPriced.class,
                        (event, position) -> PricingAnswers.imported(event, false, position),
                        () -> PricingAnswers.nothingNew(desk.current().version(), models.size(), false));
    }

    private static List<ModelPrice> models(String csv) {
        var reading = PriceList.read(csv);
        if (!reading.errors().isEmpty()) {
            throw Problem.INVALID_IMPORT
                    .because("Line " + reading.errors().getFirst().line() + ": "
                            + reading.errors().getFirst().detail() + '.')
                    .with("errors", reading.errors());
        }
        return reading.prices();
    }

    private PricingAnswer tried(PriceModels command) {
        var book = desk.current();
        return switch (book.decide(command)) {
            case Accepted<PricingEvent, PricingRejection>(var events) ->
                PricingAnswers.imported((ModelsPriced) events.getLast(), true, Optional.empty());
            case Rejected<PricingEvent, PricingRejection>(NothingChanges _) ->
                PricingAnswers.nothingNew(book.version(), command.models().size(), true);
            case Rejected<PricingEvent, PricingRejection>(var reason) -> throw PricingRefusals.of(reason);
        };
    }
}
