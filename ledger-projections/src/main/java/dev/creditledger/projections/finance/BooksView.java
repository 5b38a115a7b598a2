package dev.creditledger.projections.finance;

import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.finance.AccountTotal;
import dev.creditledger.domain.finance.Heading;
import dev.creditledger.domain.finance.LedgerAccount;
import dev.creditledger.projections.finance.Amounts.Amount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The books as they were at a position of the log.
 *
 * @param position the books hold all events up to it, and none behind it
 */
public record BooksView(long position, List<Map.Entry<Heading, Amount>> amounts) {

    public BooksView {
        amounts = List.copyOf(amounts);
    }

    /**
     * What is owed for the open lots of one kind.
     *
     * @param currency empty: no money stands behind them
     * @param credits that can still be spent
     * @param money what is owed for them
     */
    public record Owed(
            Funding funding,
            Source source,
            AgeBand age,
            Optional<String> currency,
            BigDecimal credits,
            BigDecimal money) {}

    private record Line(LedgerAccount account, Optional<Funding> funding, Optional<String> currency) {}

    private record Kind(Funding funding, Source source, AgeBand age, Optional<String> currency) {}

    /** What stands on each account, by funding and currency, in the order of the chart. */
    public List<AccountTotal> trialBalance() {
        return sums(heading -> new Line(heading.account(), heading.funding(), heading.currency()), _ -> true)
                .entrySet()
                .stream()
                .map(sum -> new AccountTotal(
                        sum.getKey().account(),
                        sum.getKey().funding(),
                        sum.getKey().currency(),
                        sum.getValue().money(),
                        sum.getValue().credits()))
                .sorted(Comparator.comparing(AccountTotal::account)
                        .thenComparing(
                                total -> total.funding().map(Enum::ordinal).orElse(-1))
                        .thenComparing(total -> total.currency().orElse("")))
                .toList();
    }

    /** What is owed, by the age that lots have on the day {@code today}. */
    public List<Owed> liability(LocalDate today) {
        return sums(
                        heading -> new Kind(
                                heading.funding().orElseThrow(),
                                heading.source().orElseThrow(),
                                AgeBand.of(heading.since().orElseThrow(), today),
                                heading.currency()),
                        heading -> heading.account().owed())
                .entrySet()
                .stream()
                .filter(sum -> !sum.getValue().isNothing())
                .map(sum -> new Owed(
                        sum.getKey().funding(),
                        sum.getKey().source(),
                        sum.getKey().age(),
                        sum.getKey().currency(),
                        sum.getValue().credits().negate(),
                        sum.getValue().money().negate()))
                .sorted(Comparator.comparing(Owed::funding)
                        .thenComparing(Owed::source)
                        .thenComparing(Owed::age)
                        .thenComparing(owed -> owed.currency().orElse("")))
                .toList();
    }

    private <K> Map<K, Amount> sums(Function<Heading, K> key, Predicate<Heading> which) {
        return amounts.stream()
                .filter(each -> which.test(each.getKey()))
                .collect(Collectors.toMap(each -> key.apply(each.getKey()), Map.Entry::getValue, Amount::plus));
    }
}
