package dev.creditledger.api.pricing;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.list.Slice;
import dev.creditledger.api.pricing.PricingAnswer.TermsAnswer;
import dev.creditledger.api.pricing.PricingDesk.Ask;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.PricingCommand.SetMargin;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.domain.pricing.Timeline;
import dev.creditledger.projections.pricing.MarginHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Margins: what they are, who set them and why. */
@RestController
@RequestMapping(path = MarginsController.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class MarginsController {

    static final String ROOT = "/api/v1/admin/pricing/margins";

    private final PricingDesk desk;
    private final MarginHistory history;

    MarginsController(PricingDesk desk, MarginHistory history) {
        this.desk = desk;
        this.history = history;
    }

    @PutMapping("/{tier}")
    ResponseEntity<PricingAnswer> set(@PathVariable String tier, Call call) {
        var access = call.as(Roles.ADMINS);
        var whose = PricingFields.tier(tier);
        var ask = new Ask(call, access, "PUT " + ROOT + '/' + tier, call.optionalKey(), call.body());
        var body = new Fields(ask.body());
        var margin = PricingFields.margin(body);
        var scope = PricingFields.scope(whose, body);
        var allowLoss = body.flag("allowLoss");
        var effectiveAt = body.optionalTime("effectiveAt");
        var reason = PricingFields.reason(body);
        body.finish();
        var command = new SetMargin(
                scope, margin.get(), allowLoss, effectiveAt, access.caller().subject(), reason, desk.now());
        return desk.change(
                ask,
                command,
                HttpStatus.OK,
                MarginSet.class,
                PricingAnswers::set,
                () -> PricingAnswers.already(
                        scope, PricingDesk.last(desk.current().margins(), scope)));
    }

    /** @param versions in the order in which they begin: what is in force, was until lately, or is scheduled */
    record ScopeAnswer(String tier, Optional<String> vendor, Optional<String> model, List<VersionAnswer> versions) {
        static ScopeAnswer of(MarginScope scope, Timeline<Margin> known) {
            return new ScopeAnswer(
                    PricingAnswer.tier(scope),
                    scope.vendor(),
                    scope.model(),
                    known.versions().stream().map(VersionAnswer::of).toList());
        }
    }

    record VersionAnswer(int version, Instant effectiveAt, TermsAnswer margin) {
        static VersionAnswer of(Timeline.Version<Margin> version) {
            return new VersionAnswer(version.number(), version.from(), TermsAnswer.of(version.value()));
        }
    }

    @GetMapping
    ListAnswer<ScopeAnswer> list(Call call) {
        call.as(Roles.AUDITORS);
        var query = call.query();
        var paging = Paging.of(query);
        query.finish();
        var margins = desk.current().margins();
        return Slice.of(
                "margins",
                List.copyOf(margins.entrySet()),
                entry -> entry.getKey().toString(),
                entry -> ScopeAnswer.of(entry.getKey(), entry.getValue()),
                paging);
    }

    /** @param reason empty: erased with the data of whoever gave it */
    record ChangeAnswer(
            String tier,
            Optional<String> vendor,
            Optional<String> model,
            int version,
            Optional<TermsAnswer> before,
            TermsAnswer after,
            boolean allowLoss,
            Instant effectiveAt,
            Instant at,
            ByAnswer by,
            Optional<String> reason,
            long position) {
        static ChangeAnswer of(MarginHistory.Entry entry) {
            var change = entry.change();
            return new ChangeAnswer(
                    PricingAnswer.tier(change.scope()),
                    change.scope().vendor(),
                    change.scope().model(),
                    change.version(),
                    change.before().map(TermsAnswer::of),
                    TermsAnswer.of(change.margin()),
                    change.allowLoss(),
                    change.effectiveAt(),
                    change.bookedAt(),
                    new ByAnswer(
                            entry.cause().actor().subject(),
                            entry.cause().actor().role(),
                            entry.cause().requestId()),
                    entry.text()
                            .flatMap(text -> Optional.ofNullable(text.fields().get("reason"))),
                    entry.position());
        }
    }

    record ByAnswer(SubjectId subject, Role role, String requestId) {}

    /** From the log itself: true up to its head. */
    @GetMapping("/history")
    ResponseEntity<ListAnswer<ChangeAnswer>> history(Call call) {
        call.as(Roles.AUDITORS);
        var query = call.query();
        var paging = Paging.of(query);
        query.finish();
        var page = paging.page(cursor -> history.newest(cursor, paging.limit()));
        return Paging.at(page.position(), call).body(ListAnswer.of(page, ChangeAnswer::of));
    }
}
