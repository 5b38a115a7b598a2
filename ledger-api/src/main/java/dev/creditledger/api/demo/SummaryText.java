package dev.creditledger.api.demo;

import com.google.errorprone.annotations.FormatMethod;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.Rating;
import dev.creditledger.projections.statement.EntryView;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A demo's summary for a person to read. Credits are exact: no digit is rounded away. */
final class SummaryText {

    private static final int DEDUCTIONS_SHOWN = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();
    private final DecimalFormat exact =
            new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
    private final DemoSummary summary;
    private final PriceBook prices;

    private SummaryText(DemoSummary summary, PriceBook prices) {
        this.summary = summary;
        this.prices = prices;
        exact.setParseBigDecimal(true);
    }

    static String of(DemoSummary summary, PriceBook prices) {
        var writer = new SummaryText(summary, prices);
        writer.requests();
        writer.credits();
        writer.models();
        writer.topFive();
        writer.check();
        writer.story();
        return writer.text.toString();
    }

    private void requests() {
        var charges = summary.charges();
        line("");
        line(
                "%,d real requests to language models, metered and charged",
                summary.plan().charges().size());
        line("");
        line("  accepted          %,12d", charges.accepted());
        if (charges.chargedEarlier() > 0) {
            line("  already charged   %,12d   earlier: not charged again", charges.chargedEarlier());
        }
        line("  refused           %,12d   %.1f %%, for lack of credits", charges.refused(), summary.refusedPercent());
        line(
                "  commands/s        %,12.0f   in %.1f s; an answer took %.1f ms (p50), %.1f ms (p99)",
                summary.commandsPerSecond(),
                summary.took().toMillis() / 1000.0,
                charges.millis(50),
                charges.millis(99));
    }

    private void credits() {
        line("");
        line(
                "  credits granted   %19s   to %,d accounts: %s",
                padded(summary.granted()), summary.accounts().size(), tiers());
        line("  credits used      %19s", padded(summary.used()));
        line("  credits left      %19s", padded(summary.left()));
    }

    private String tiers() {
        return summary.plan().accountsByTier().entrySet().stream()
                .map(tier -> tier.getValue() + " " + tier.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private void models() {
        line("");
        line("  %-42s %8s %19s %14s %14s", "by model", "requests", "credits", "vendor cost $", "margin $");
        for (var sums : summary.models()) {
            line(
                    "    %-40s %,8d %19s %14s %14s",
                    sums.model(),
                    sums.requests(),
                    padded(sums.credits()),
                    cents(sums.vendorCostUsd()),
                    cents(sums.marginUsd()));
        }
    }

    /** The one place where digits are left out, and only for the eye: the JSON has them all. */
    private static String cents(BigDecimal usd) {
        return String.format(Locale.ROOT, "%,.2f", usd);
    }

    private void topFive() {
        line("");
        line("  top five accounts            used           left");
        for (var usage : summary.topFive()) {
            line("    %-20s %12s %14s", usage.account(), padded(usage.used()), padded(usage.left()));
        }
    }

    private void check() {
        var check = summary.check();
        line("");
        line("  independent check, made by the database alone: %s", check.passed() ? "PASSED" : "FAILED");
        line("    sum over all events    %19s   of %,d events", padded(check.sumOfEvents()), check.events());
        line("    sum of all balances    %19s   of %,d accounts", padded(check.sumOfBalances()), check.accounts());
        books();
    }

    private void books() {
        var books = summary.books();
        line("    used in all events     %19s", padded(summary.check().usedInEvents()));
        line("    used in summaries      %19s", padded(summary.check().usedInSummaries()));
        line("  books of finance: %s", books.passed() ? "PASSED" : "FAILED");
        line("    trial balance          %19s", padded(books.difference()));
        line("    liability, in money    %19s", padded(books.liabilityMoney()));
        line("    open lots are worth    %19s", padded(books.lotsMoney()));
    }

    private void story() {
        var deductions = summary.story().deductions();
        var charges = chargesByDeduction();
        line("");
        line("  one account explained: %s", summary.story().account());
        summary.story().entries().stream()
                .filter(entry -> entry.ids().grant().isPresent()
                        && entry.ids().deduction().isEmpty())
                .forEach(entry -> entry(entry, '+', entry.kind().name().toLowerCase(Locale.ROOT)));
        var shown = Math.min(DEDUCTIONS_SHOWN, deductions.size());
        deductions.subList(0, shown).forEach(entry -> deduction(entry, charges));
        var last = Math.max(shown, deductions.size() - DEDUCTIONS_SHOWN);
        if (last > shown) {
            var between = deductions.subList(shown, last);
            line("    …        -%14s   %,d more deductions", padded(AccountStory.sum(between)), between.size());
        }
        deductions.subList(last, deductions.size()).forEach(entry -> deduction(entry, charges));
    }

    private void deduction(EntryView entry, Map<DeductionId, DemoPlan.Charge> charges) {
        entry(
                entry,
                '-',
                entry.ids().deduction().map(charges::get).map(this::reason).orElse("a deduction of yours"));
    }

    private void entry(EntryView entry, char sign, String reason) {
        line(
                "    %s %c%14s = %14s   %s",
                TIME.format(entry.bookedAt()),
                sign,
                padded(entry.amount()),
                padded(entry.after().available()),
                reason);
    }

    private Map<DeductionId, DemoPlan.Charge> chargesByDeduction() {
        var account = summary.story().account();
        var charges = new HashMap<DeductionId, DemoPlan.Charge>();
        summary.plan().charges().stream()
                .filter(charge -> charge.account().equals(account))
                .forEach(charge -> charges.put(charge.deduction(), charge));
        return charges;
    }

    private String reason(DemoPlan.Charge charge) {
        var usage = charge.usage();
        var tokens = String.format(
                Locale.ROOT, "%s, %,d tokens in, %,d out", usage.model(), usage.inputTokens(), usage.outputTokens());
        return switch (prices.rate(usage, prices.clock(), Tier.FREE, Credits.ZERO)) {
            case Rating.Rated(RatedUsage rated) ->
                tokens + ": $" + rated.vendorCostUsd().toPlainString() + " × "
                        + rated.margin().toPlainString() + " / $"
                        + rated.creditWorthUsd().toPlainString();
            case Rating.Unpriced _ -> tokens;
        };
    }

    private String padded(Credits credits) {
        return padded(credits.toBigDecimal());
    }

    /** Decimal points under each other. */
    private String padded(BigDecimal amount) {
        var written = exact.format(amount);
        var point = written.indexOf('.');
        return written + " ".repeat(point < 0 ? Credits.SCALE + 1 : Credits.SCALE + 1 - (written.length() - point));
    }

    @FormatMethod
    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    static List<String> curlLines(String url, String headerFile, DemoSummary summary) {
        var spender = summary.story().account();
        var saver = summary.accounts().getLast().account();
        var header = "-H '@" + headerFile + "'";
        return List.of(
                "curl -s " + header + " '" + url + "/api/v1/accounts/" + spender + "/balance'",
                "curl -s " + header + " '" + url + "/api/v1/accounts/" + spender + "/entries?limit=3'",
                "curl -s " + header + " -H 'Idempotency-Key: try-1' -H 'Content-Type: application/json' -d"
                        + " '{\"amount\": 2.5, \"type\": \"custom\"}' '" + url + "/api/v1/accounts/" + saver
                        + "/deductions'");
    }
}
