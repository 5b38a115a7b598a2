package dev.creditledger.api.usage;

import dev.creditledger.api.account.Reader;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.list.Lists;
import dev.creditledger.api.usage.UsageParameters.Days;
import dev.creditledger.projections.usage.Facet;
import dev.creditledger.projections.usage.UsageLedgerQuery;
import dev.creditledger.projections.usage.UsageQuery;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an account used: each request, and by day. */
@RestController
@RequestMapping(
        path = "/api/v1/accounts/{account}/usage",
        produces = {MediaType.APPLICATION_JSON_VALUE, Lists.CSV_VALUE})
class UsageController {

    private static final List<Facet> FACETS = List.of(Facet.FEATURE, Facet.VENDOR, Facet.MODEL);

    private final Reader reader;
    private final UsageQuery usage;
    private final UsageLedgerQuery ledger;

    UsageController(Reader reader, UsageQuery usage, UsageLedgerQuery ledger) {
        this.reader = reader;
        this.usage = usage;
        this.ledger = ledger;
    }

    @GetMapping("/daily")
    ResponseEntity<?> daily(@PathVariable String account, Call call) {
        var reading = reader.read(account, call);
        var query = call.query();
        var days = Days.of(query);
        var paging = Paging.of(query);
        query.finish();
        var period = days.period();
        return Lists.answer(
                call,
                paging,
                "usage-daily",
                UsageColumns.daily(FACETS, reading.access()),
                (cursor, limit) -> usage.daily(reading.id(), period, cursor, limit));
    }

    /** From the log itself: true up to its head, also while the rows are behind or the account stands still. */
    @GetMapping
    ResponseEntity<?> entries(@PathVariable String account, Call call) {
        var admission = reader.admitToLog(account, call);
        var query = call.query();
        var from = query.optionalTime("from");
        var to = query.optionalTime("to");
        var filter = UsageParameters.filter(query);
        var paging = Paging.of(query);
        query.finish();
        return Lists.answer(
                call,
                paging,
                "usage",
                UsageColumns.entries(admission.access()),
                (cursor, limit) -> ledger.of(admission.account(), from, to, filter, cursor, limit));
    }
}
