package dev.creditledger.api.finance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.finance.AccountTotal;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.domain.finance.LedgerAccount;
import dev.creditledger.projections.finance.AgeBand;
import dev.creditledger.projections.finance.BooksView.Owed;
import dev.creditledger.projections.finance.FinanceQuery.OpenLots;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** How the books are told. Money and credits stand side by side; each of them balances. */
final class FinanceAnswer {

    private FinanceAnswer() {}

    /** @param period whose closing balance it is, when a period was asked for */
    record TrialBalance(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<YearMonth> period,
            List<Line> lines,
            List<MoneyTotal> totals,
            Sides credits,
            Instant asOf,
            long position) {

        static TrialBalance of(PeriodClosed closed) {
            return of(
                    closed.totals(),
                    Optional.of(closed.period()),
                    ClosedPeriods.endOf(closed.period()),
                    closed.position());
        }

        static TrialBalance of(List<AccountTotal> totals, Optional<YearMonth> period, Instant asOf, long position) {
            return new TrialBalance(
                    period,
                    totals.stream().map(Line::of).toList(),
                    MoneyTotal.of(totals),
                    Sides.of(totals, AccountTotal::credits),
                    asOf,
                    position);
        }
    }

    /** @param memo whether it counts credits only */
    record Line(
            LedgerAccount account,
            boolean memo,
            Optional<Funding> funding,
            Optional<String> currency,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal creditsDebit,
            BigDecimal creditsCredit) {

        static Line of(AccountTotal total) {
            return new Line(
                    total.account(),
                    total.account().memo(),
                    total.funding(),
                    total.currency(),
                    debitOf(total.money()),
                    creditOf(total.money()),
                    debitOf(total.credits()),
                    creditOf(total.credits()));
        }
    }

    record MoneyTotal(String currency, BigDecimal debit, BigDecimal credit, BigDecimal difference) {

        static List<MoneyTotal> of(List<AccountTotal> totals) {
            return totals.stream()
                    .flatMap(total -> total.currency().stream())
                    .distinct()
                    .sorted()
                    .map(currency -> of(currency, totals))
                    .toList();
        }

        private static MoneyTotal of(String currency, List<AccountTotal> totals) {
            var sides = Sides.of(
                    totals.stream()
                            .filter(total -> total.currency().equals(Optional.of(currency)))
                            .toList(),
                    AccountTotal::money);
            return new MoneyTotal(currency, sides.debit(), sides.credit(), sides.difference());
        }
    }

    /** @param difference zero, or the books are wrong */
    record Sides(BigDecimal debit, BigDecimal credit, BigDecimal difference) {

        static Sides of(List<AccountTotal> totals, Function<AccountTotal, BigDecimal> number) {
            var debit = BigDecimal.ZERO;
            var credit = BigDecimal.ZERO;
            for (var total : totals) {
                debit = debit.add(debitOf(number.apply(total)));
                credit = credit.add(creditOf(number.apply(total)));
            }
            return new Sides(debit, credit, debit.subtract(credit));
        }
    }

    private static BigDecimal debitOf(BigDecimal number) {
        return number.max(BigDecimal.ZERO);
    }

    private static BigDecimal creditOf(BigDecimal number) {
        return number.negate().max(BigDecimal.ZERO);
    }

    /** @param check not there: it was not asked for, or the books are older than the lots */
    record Liability(
            List<OwedLine> data,
            List<OwedTotal> totals,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Check> check,
            Instant asOf,
            long position) {

        static Liability of(List<Owed> owed, Optional<List<OpenLots>> lots, Instant asOf, long position) {
            var totals = OwedTotal.of(owed);
            return new Liability(
                    owed.stream().map(OwedLine::of).toList(),
                    totals,
                    lots.map(open -> Check.of(totals, open)),
                    asOf,
                    position);
        }
    }

    record OwedLine(
            Funding funding,
            Source source,
            AgeBand age,
            Optional<String> currency,
            BigDecimal credits,
            BigDecimal money) {

        static OwedLine of(Owed owed) {
            return new OwedLine(
                    owed.funding(), owed.source(), owed.age(), owed.currency(), owed.credits(), owed.money());
        }
    }

    record OwedTotal(Funding funding, Optional<String> currency, BigDecimal credits, BigDecimal money) {

        private static final Comparator<OwedTotal> ORDER = Comparator.comparing(OwedTotal::funding)
                .thenComparing(total -> total.currency().orElse(""));

        static List<OwedTotal> of(List<Owed> owed) {
            var sums = new TreeMap<OwedTotal, OwedTotal>(ORDER);
            owed.forEach(part -> {
                var total = new OwedTotal(part.funding(), part.currency(), part.credits(), part.money());
                sums.merge(total, total, OwedTotal::plus);
            });
            return List.copyOf(sums.values());
        }

        static List<OwedTotal> ofLots(List<OpenLots> lots) {
            return lots.stream()
                    .map(lot -> new OwedTotal(lot.funding(), lot.currency(), lot.credits(), lot.money()))
                    .sorted(ORDER)
                    .toList();
        }

        private OwedTotal plus(OwedTotal other) {
            return new OwedTotal(funding, currency, credits.add(other.credits), money.add(other.money));
        }

        private boolean says(OwedTotal other) {
            return ORDER.compare(this, other) == 0
                    && credits.compareTo(other.credits) == 0
                    && money.compareTo(other.money) == 0;
        }

        static boolean agree(List<OwedTotal> some, List<OwedTotal> others) {
            var all = new TreeMap<OwedTotal, OwedTotal>(ORDER);
            some.forEach(total -> all.put(total, total));
            return some.size() == others.size()
                    && others.stream()
                            .allMatch(total -> Optional.ofNullable(all.get(total))
                                    .filter(total::says)
                                    .isPresent());
        }
    }

    /**
     * The same from the other side.
     *
     * @param openLots what is left in open lots, at each lot's unit price
     */
    record Check(List<OwedTotal> openLots, boolean agrees) {

        static Check of(List<OwedTotal> books, List<OpenLots> lots) {
            var open = OwedTotal.ofLots(lots);
            return new Check(open, OwedTotal.agree(books, open));
        }
    }

    /**
     * @param position up to which it reaches; not there while it is open
     * @param closedBy the subject of the token
     */
    record Period(
            YearMonth period,
            String status,
            Optional<Long> position,
            Optional<Instant> closedAt,
            Optional<String> closedBy) {}
}
