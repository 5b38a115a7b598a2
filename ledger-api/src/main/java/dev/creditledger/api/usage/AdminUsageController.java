package dev.creditledger.api.usage;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.list.Lists;
import dev.creditledger.api.security.Roles;
import dev.creditledger.api.usage.UsageParameters.Days;
import dev.creditledger.projections.usage.GroupBy;
import dev.creditledger.projections.usage.UsageLedgerQuery;
import dev.creditledger.projections.usage.UsageQuery;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What all accounts used: each request, and by day. */
@RestController
@RequestMapping(
        path = "/api/v1/admin/usage",
        produces = {MediaType.APPLICATION_JSON_VALUE, Lists.CSV_VALUE})
class AdminUsageController {

    private final Consistency consistency;
    private final UsageQuery usage;
    private final UsageLedgerQuery ledger;

    AdminUsageController(Consistency consistency, UsageQuery usage, UsageLedgerQuery ledger) {
        this.consistency = consistency;
        this.usage = usage;
        this.ledger = ledger;
    }

    @GetMapping("/daily")
    ResponseEntity<?> daily(Call call) {
        var access = call.as(Roles.AUDITORS);
        consistency.await(call);
        var query = call.query();
        var days = Days.of(query);
        var groupBy = query.optionalChoice("groupBy", GroupBy.class).orElse(GroupBy.MODEL);
        var paging = Paging.of(query);
        query.finish();
        var period = days.period();
        return Lists.answer(
                call,
                paging,
                "usage-daily",
                UsageColumns.daily(groupBy.facets(), access),
                (cursor, limit) -> usage.daily(groupBy, period, cursor, limit));
    }

    @GetMapping
    ResponseEntity<?> entries(Call call) {
        var access = call.as(Roles.AUDITORS);
        var query = call.query();
        var range = UsageParameters.range(query);
        var filter = UsageParameters.filter(query);
        var paging = Paging.of(query);
        query.finish();
        return Lists.answer(
                call,
                paging,
                "usage",
                UsageColumns.entries(access),
                (cursor, limit) -> ledger.ofAll(range, filter, cursor, limit));
    }
}
