package dev.creditledger.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.creditledger.api.account.Reader;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.projections.usage.DailyUsage;
import dev.creditledger.projections.usage.UsageQuery;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an account used, by day. */
@RestController
@RequestMapping(path = "/api/v1/accounts/{account}/usage/daily", produces = MediaType.APPLICATION_JSON_VALUE)
class DailyUsageController {

    private static final Set<Role> SEE_COSTS = Set.of(Role.ADMIN, Role.AUDITOR);

    private final Reader reader;
    private final UsageQuery usage;

    DailyUsageController(Reader reader, UsageQuery usage) {
        this.reader = reader;
        this.usage = usage;
    }

    /** @param vendorCostUsd what the vendor asks for it: not for those who are charged */
    record DayAnswer(
            LocalDate day,
            Optional<String> feature,
            Optional<String> vendor,
            Optional<String> model,
            long requests,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            BigDecimal credits,
            BigDecimal reversed,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BigDecimal> vendorCostUsd) {

        static DayAnswer of(DailyUsage day, boolean withCost) {
            return new DayAnswer(
                    day.day(),
                    day.feature(),
                    day.vendor(),
                    day.model(),
                    day.requests(),
                    day.inputTokens(),
                    day.cachedInputTokens(),
                    day.outputTokens(),
                    day.credits(),
                    day.reversed(),
                    withCost ? Optional.of(day.vendorCostUsd()) : Optional.empty());
        }
    }

    @GetMapping
    ResponseEntity<ListAnswer<DayAnswer>> daily(@PathVariable String account, Call call) {
        var reading = reader.read(account, call);
        var query = call.query();
        var from = query.optionalDay("from");
        var to = query.optionalDay("to");
        var paging = Paging.of(query);
        query.finish();
        var page = paging.page(cursor -> usage.daily(reading.id(), from, to, cursor, paging.limit()));
        var withCost = SEE_COSTS.contains(reading.access().role());
        var shown = page.data().stream().map(day -> DayAnswer.of(day, withCost)).toList();
        return Paging.at(page.position(), call).body(new ListAnswer<>(shown, page.hasMore(), page.nextCursor()));
    }
}
