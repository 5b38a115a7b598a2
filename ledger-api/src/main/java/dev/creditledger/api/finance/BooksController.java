package dev.creditledger.api.finance;

import dev.creditledger.api.finance.FinanceAnswer.Liability;
import dev.creditledger.api.finance.FinanceAnswer.TrialBalance;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.json.Positions;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.projections.finance.BooksView;
import dev.creditledger.projections.finance.FinanceQuery;
import dev.creditledger.projections.finance.FinanceQuery.Checked;
import dev.creditledger.projections.finance.PeriodsQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The books, now or at any position of the log. */
@RestController
@RequestMapping(path = BooksController.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class BooksController {

    static final String ROOT = "/api/v1/admin/finance";
    private final FinanceQuery books;
    private final PeriodsQuery periods;
    private final Consistency consistency;
    private final InstantSource clock;
    private final BooksRoom room = new BooksRoom();

    BooksController(FinanceQuery books, PeriodsQuery periods, Consistency consistency, InstantSource clock) {
        this.books = books;
        this.periods = periods;
        this.consistency = consistency;
        this.clock = clock;
    }

    @GetMapping("/trial-balance")
    ResponseEntity<TrialBalance> trialBalance(Call call) {
        call.as(Roles.AUDITORS);
        var query = call.query();
        var position = Positions.optional(query, "position", 0);
        var period = Months.read(query);
        query.finish();
        if (position.isPresent() && period.isPresent()) {
            throw ProblemException.invalid("period", "must not come with position: a period ends at one of its own");
        }
        consistency.await(call);
        if (period.isPresent()) {
            return ofPeriod(period.get(), call);
        }
        return position.isPresent() ? at(position.get(), call) : now(Optional.empty(), call);
    }

    private ResponseEntity<TrialBalance> ofPeriod(YearMonth period, Call call) {
        var known = KnownPeriods.read(periods, clock.instant());
        var closed = known.closed(period);
        if (closed.isPresent()) {
            return recorded(closed.get());
        }
        if (!known.open().equals(period)) {
            throw FinanceRefusals.notFound(period);
        }
        return now(Optional.of(period), call);
    }

    private static ResponseEntity<TrialBalance> recorded(PeriodClosed closed) {
        return ResponseEntity.ok()
                .header(Consistency.POSITION_HEADER, Long.toString(closed.position()))
                .body(TrialBalance.of(closed));
    }

    private ResponseEntity<TrialBalance> now(Optional<YearMonth> period, Call call) {
        var now = room.look(books::nowUnchecked);
        var view = now.books();
        return Paging.at(view.position(), call)
                .body(TrialBalance.of(view.trialBalance(), period, asOf(now), view.position()));
    }

    private Instant asOf(Checked now) {
        return now.current() ? clock.instant() : bookedAt(now.books().position());
    }

    private ResponseEntity<TrialBalance> at(long position, Call call) {
        var then = booksAt(position, call);
        return ResponseEntity.ok()
                .header(Consistency.POSITION_HEADER, Long.toString(position))
                .body(TrialBalance.of(then.trialBalance(), Optional.empty(), bookedAt(position), position));
    }

    @GetMapping("/liability")
    ResponseEntity<Liability> liability(Call call) {
        call.as(Roles.AUDITORS);
        var query = call.query();
        var position = Positions.optional(query, "position", 0);
        var check = query.optionalText("check", Set.of("true", "false")::contains, "must be true or false")
                .map(Boolean::valueOf)
                .orElse(false);
        query.finish();
        if (position.isPresent() && check) {
            throw ProblemException.invalid("check", "must not come with position: lots are known as they are now");
        }
        consistency.await(call);
        if (position.isPresent()) {
            var then = booksAt(position.get(), call);
            var asOf = bookedAt(then.position());
            return ResponseEntity.ok()
                    .header(Consistency.POSITION_HEADER, Long.toString(then.position()))
                    .body(Liability.of(then.liability(today(asOf)), Optional.empty(), asOf, then.position()));
        }
        var now = check ? room.check(books::nowChecked) : room.look(books::nowUnchecked);
        var asOf = asOf(now);
        return Paging.at(now.books().position(), call)
                .body(Liability.of(
                        now.books().liability(today(asOf)),
                        now.lots(),
                        asOf,
                        now.books().position()));
    }

    private BooksView booksAt(long position, Call call) {
        var head = periods.head();
        if (position > head) {
            throw ProblemException.invalid("position", "must not lie behind the last one in the log, " + head);
        }
        consistency.await(position, call);
        return room.look(() -> books.at(position))
                .orElseThrow(() -> Consistency.behind(books.truePosition(), position));
    }

    private Instant bookedAt(long position) {
        return periods.bookedAt(position).orElseGet(clock::instant);
    }

    private static LocalDate today(Instant asOf) {
        return LocalDate.ofInstant(asOf, ZoneOffset.UTC);
    }
}
