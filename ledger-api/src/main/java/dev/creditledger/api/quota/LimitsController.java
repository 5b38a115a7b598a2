package dev.creditledger.api.quota;

import static java.time.temporal.ChronoUnit.MICROS;

import dev.creditledger.api.account.Answer;
import dev.creditledger.api.account.Answered;
import dev.creditledger.api.account.Desk;
import dev.creditledger.api.account.Desk.Setting;
import dev.creditledger.api.account.Outcomes;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.json.CanonicalJson;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotaCommand.SetTierQuota;
import dev.creditledger.domain.quota.TierQuotaEvent.TierQuotaSet;
import dev.creditledger.domain.quota.TierQuotaRejection.TooManyFeatures;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.LiveFeature;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sets limits, of an account or of a tier. */
@RestController
@RequestMapping(path = LimitsController.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class LimitsController {

    static final String ROOT = "/api/v1/admin/live-quotas";

    private final Desk desk;
    private final QuotaDesk quotas;
    private final InstantSource clock;

    LimitsController(Desk desk, QuotaDesk quotas, InstantSource clock) {
        this.desk = desk;
        this.quotas = quotas;
        this.clock = clock;
    }

    /** @param limits seconds by window, in force within five seconds on every node */
    record TierLimits(Tier tier, String feature, Map<Window, Long> before, Map<Window, Long> limits, long position) {}

    @PutMapping("/accounts/{account}/{feature}")
    ResponseEntity<Answer> account(@PathVariable String account, @PathVariable String feature, Call call) {
        var setting = new Setting(account, "/live-quotas/" + feature, Roles.ADMINS, (body, id, at) -> {
            var name = feature(feature);
            var limits = limits(body);
            var text = FreeText.of(Map.of("reason", body.reason()));
            body.finish();
            return new SetAccountQuota(id, name, limits, text, at);
        });
        return desk.set(setting, call).ok();
    }

    @PutMapping("/tiers/{tier}/{feature}")
    ResponseEntity<TierLimits> tier(@PathVariable String tier, @PathVariable String feature, Call call) {
        var access = call.as(Roles.ADMINS);
        var which = tier(tier);
        var name = feature(feature);
        var key = call.optionalKey();
        var body = call.body();
        var fields = new Fields(body);
        var limits = limits(fields);
        var text = FreeText.of(Map.of("reason", fields.reason()));
        fields.finish();
        var subject = access.caller().subject();
        var at = clock.instant().truncatedTo(MICROS);
        var request = "PUT " + ROOT + "/tiers/" + EnumNames.of(which) + '/' + name + '\n' + subject + '\n'
                + CanonicalJson.of(body);
        return answer(quotas.change(
                new SetTierQuota(which, name, limits, subject, text, at),
                call.cause(access),
                key.map(given -> new Once(given, request))));
    }

    private static ResponseEntity<TierLimits> answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(TierQuotaSet set, var position, var replayed) -> {
                var response = ResponseEntity.ok().header(Consistency.TOKEN_HEADER, Consistency.token(position));
                if (replayed) {
                    response.header(Answered.REPLAYED_HEADER, "true");
                }
                yield response.body(new TierLimits(
                        set.tier(),
                        set.feature(),
                        set.before().seconds(),
                        set.limits().seconds(),
                        position));
            }
            case Outcome.Rejected(TooManyFeatures(var max)) ->
                throw Problem.LIMIT_REACHED
                        .here()
                        .with("limit", "features_of_a_tier")
                        .with("max", max);
            default -> throw Outcomes.undone(outcome);
        };
    }

    private static Tier tier(String name) {
        var path = new Fields(new Json.Members(Map.of("tier", new Json.Text(name))));
        var tier = path.choice("tier", Tier.class);
        path.finish();
        return tier;
    }

    private static String feature(String name) {
        if (!Names.FEATURE.test(name)) {
            throw ProblemException.invalid("feature", Names.FEATURE_FORM);
        }
        return new LiveFeature(name).name();
    }

    private static QuotaLimits limits(Fields body) {
        var limits = new EnumMap<Window, Long>(Window.class);
        for (var window : Window.values()) {
            Optional<Long> seconds = body.optionalWhole(EnumNames.of(window), 0, QuotaLimits.SECONDS_MAX);
            seconds.ifPresent(limit -> limits.put(window, limit));
        }
        return new QuotaLimits(limits);
    }
}
