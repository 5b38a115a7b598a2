package dev.creditledger.api.finance;

import dev.creditledger.api.account.Answered;
import dev.creditledger.api.account.Outcomes;
import dev.creditledger.api.finance.FinanceAnswer.Period;
import dev.creditledger.api.finance.FinanceAnswer.TrialBalance;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.json.CanonicalJson;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.list.Slice;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.dispatch.BooksDesk;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceCommand.ClosePeriod;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.domain.finance.FinanceRejection;
import dev.creditledger.projections.finance.BooksView;
import dev.creditledger.projections.finance.FinanceQuery;
import dev.creditledger.projections.finance.PeriodsQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Periods of the books. */
@RestController
@RequestMapping(path = PeriodsController.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class PeriodsController {

    static final String ROOT = BooksController.ROOT + "/periods";

    private static final Set<Role> CLOSERS = Set.of(Role.ADMIN);
    private static final int REASON_MAX = 1_000;
    private static final String LIST = "finance-periods";

    private final BooksDesk desk;
    private final FinanceQuery books;
    private final PeriodsQuery periods;
    private final Consistency consistency;
    private final InstantSource clock;

    PeriodsController(
            BooksDesk desk, FinanceQuery books, PeriodsQuery periods, Consistency consistency, InstantSource clock) {
        this.desk = desk;
        this.books = books;
        this.periods = periods;
        this.consistency = consistency;
        this.clock = clock;
    }

    /** The newest first; the open one before them. */
    @GetMapping
    ListAnswer<Period> list(Call call) {
        call.as(Roles.AUDITORS);
        var query = call.query();
        var paging = Paging.of(query);
        query.finish();
        var known = KnownPeriods.read(periods, clock.instant());
        var all = new ArrayList<Period>();
        known.closed().forEach(closed -> all.add(period(closed)));
        all.add(new Period(known.open(), "open", Optional.empty(), Optional.empty(), Optional.empty()));
        return Slice.of(
                LIST,
                all,
                period -> period.period().toString(),
                Comparator.reverseOrder(),
                Function.identity(),
                paging);
    }

    private static Period period(PeriodsQuery.Closed closed) {
        var event = closed.event();
        return new Period(
                event.period(),
                "closed",
                Optional.of(event.position()),
                Optional.of(event.bookedAt()),
                Optional.of(closed.cause().actor().subject().value()));
    }

    private YearMonth first() {
        return periods.first().orElseGet(() -> YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)));
    }

    @PostMapping("/{period}/close")
    ResponseEntity<TrialBalance> close(@PathVariable String period, Call call) {
        var access = call.as(CLOSERS);
        var month = Months.read(period);
        var key = call.key();
        var body = call.bodyOrNothing();
        var fields = new Fields(body);
        var reason = fields.optionalText("reason", REASON_MAX)
                .map(text -> FreeText.of(Map.of("reason", text)))
                .orElse(FreeText.NONE);
        fields.finish();
        var subject = access.caller().subject();
        var asked = new ClosePeriod(month, first(), 0, List.of(), subject, reason, now());
        var request = "POST " + ROOT + '/' + month + "/close\n" + subject + '\n' + CanonicalJson.of(body);
        return answer(desk.submit(asked, () -> whole(asked, call), call.cause(access), new Once(key, request)));
    }

    /** Its time is that after the wait for the rows: it must not be booked before what came meanwhile. */
    private ClosePeriod whole(ClosePeriod asked, Call call) {
        var books = atTheEndOf(asked.period(), call);
        return new ClosePeriod(
                asked.period(), asked.first(), books.position(), books.trialBalance(), asked.by(), asked.text(), now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Waits for the rows: what is recorded must be whole. */
    private BooksView atTheEndOf(YearMonth month, Call call) {
        var before = periods.closed().stream()
                .map(PeriodsQuery.Closed::event)
                .filter(closed -> closed.period().isBefore(month))
                .mapToLong(PeriodClosed::position)
                .max()
                .orElse(0);
        var position = periods.lastBefore(ClosedPeriods.endOf(month), before);
        consistency.await(position, call);
        return books.at(position).orElseThrow(() -> Consistency.behind(books.truePosition(), position));
    }

    private static ResponseEntity<TrialBalance> answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(PeriodClosed closed, var position, var replayed) -> {
                var response = ResponseEntity.status(HttpStatus.CREATED)
                        .header(Consistency.TOKEN_HEADER, Consistency.token(position));
                if (replayed) {
                    response.header(Answered.REPLAYED_HEADER, "true");
                }
                yield response.body(TrialBalance.of(closed));
            }
            case Outcome.Rejected(FinanceRejection reason) -> throw FinanceRefusals.of(reason);
            case Outcome other -> throw Outcomes.undone(other);
        };
    }
}
