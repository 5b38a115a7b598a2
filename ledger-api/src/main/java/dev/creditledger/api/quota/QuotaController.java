package dev.creditledger.api.quota;

import static java.time.temporal.ChronoUnit.MICROS;

import dev.creditledger.api.account.Reader;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.quota.QuotaAnswer.Check;
import dev.creditledger.api.quota.QuotaAnswer.Stats;
import dev.creditledger.api.quota.QuotaAnswer.Usage;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.projections.quota.QuotaQuery;
import dev.creditledger.projections.quota.QuotaView;
import dev.creditledger.projections.session.LiveStatsQuery;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How long an account may still run live features, and what runs in all. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class QuotaController {

    private final Reader reader;
    private final QuotaQuery quotas;
    private final LiveStatsQuery stats;
    private final QuotaDesk desk;
    private final Consistency consistency;
    private final InstantSource clock;

    QuotaController(
            Reader reader,
            QuotaQuery quotas,
            LiveStatsQuery stats,
            QuotaDesk desk,
            Consistency consistency,
            InstantSource clock) {
        this.reader = reader;
        this.quotas = quotas;
        this.stats = stats;
        this.desk = desk;
        this.consistency = consistency;
        this.clock = clock;
    }

    @GetMapping("/live/quota/my-usage")
    ResponseEntity<Usage> mine(Call call) {
        var query = call.query();
        var account = mine(query, call);
        query.finish();
        var view = view(account);
        return Paging.at(view.position(), call).body(Usage.of(account, view, desk.current(), now()));
    }

    @GetMapping("/live/quota/check")
    ResponseEntity<Check> check(Call call) {
        var query = call.query();
        var feature = query.text("feature", Names.FEATURE, Names.FEATURE_FORM);
        var account = mine(query, call);
        query.finish();
        var view = view(account);
        var name = new LiveFeature(feature).name();
        return Paging.at(view.position(), call).body(Check.of(account, name, view, desk.current(), now()));
    }

    /** The account that is named, or the only open one of the caller. */
    private AccountId mine(Fields query, Call call) {
        var named = query.optionalText("accountId", Names.ACCOUNT, Names.ACCOUNT_FORM);
        if (named.isPresent()) {
            return reader.read(named.get(), call).id();
        }
        consistency.await(call);
        return reader.onlyAccountOf(call.as(Roles.EVERYBODY), "accountId");
    }

    @GetMapping("/admin/live-quotas/accounts/{account}")
    ResponseEntity<QuotaAnswer.Account> account(@PathVariable String account, Call call) {
        call.as(Roles.AUDITORS);
        var id = reader.read(account, call).id();
        call.query().finish();
        var view = view(id);
        return Paging.at(view.position(), call)
                .body(QuotaAnswer.Account.of(Usage.of(id, view, desk.current(), now()), view));
    }

    @GetMapping("/admin/live-quotas/system-stats")
    ResponseEntity<Stats> stats(Call call) {
        call.as(Roles.AUDITORS);
        consistency.await(call);
        call.query().finish();
        var now = stats.at(now());
        return Paging.at(now.position(), call).body(Stats.of(now));
    }

    private QuotaView view(AccountId account) {
        return quotas.find(account)
                .orElseThrow(() -> Problem.ACCOUNT_NOT_FOUND.here().with("accountId", account));
    }

    private Instant now() {
        return clock.instant().truncatedTo(MICROS);
    }
}
