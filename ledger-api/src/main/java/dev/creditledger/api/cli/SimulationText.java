package dev.creditledger.api.cli;

import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.SimulationReport.RunOut;
import dev.creditledger.domain.simulation.SimulationReport.Total;
import dev.creditledger.domain.simulation.Timespan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Formatter;
import java.util.Locale;

/** A simulation for people: credits and dollars to the cent, both ways side by side. */
final class SimulationText {

    private static final String ROW = "%-15s %-32s %,12d %,17d %,17.2f %,17.2f %,14.2f %,14.2f %,14.2f %,14.2f%n";
    private static final String HEAD = ROW.replaceAll(",?(\\d+)(\\.2f|d)", "$1s");
    private static final String NAMES = HEAD.formatted(
            "tier",
            "model",
            "requests",
            "tokens",
            "credits",
            "would be",
            "vendor USD",
            "would be",
            "margin USD",
            "would be");

    private final SimulationReport report;
    private final Formatter text = new Formatter(Locale.ROOT);

    private SimulationText(SimulationReport report) {
        this.report = report;
    }

    static String of(SimulationReport report, Timespan time) {
        var text = new SimulationText(report);
        text.text.format("Usage booked from %s to %s%n%n", time.from(), time.to());
        text.table();
        text.unpaid();
        text.unpriced();
        text.runOuts();
        return text.text.toString().stripTrailing();
    }

    private void table() {
        text.format("%s", NAMES);
        for (var line : report.lines()) {
            row(line.tier().name().toLowerCase(Locale.ROOT), line.model().toString(), line.alone());
        }
        row("all", "", report.total());
    }

    private void row(String tier, String model, Total sums) {
        var asCharged = sums.asCharged();
        var simulated = sums.simulated();
        text.format(
                ROW,
                tier,
                model,
                sums.requests(),
                sums.inputTokens() + sums.outputTokens(),
                cents(asCharged.credits()),
                cents(simulated.credits()),
                cents(asCharged.vendorCostUsd()),
                cents(simulated.vendorCostUsd()),
                cents(asCharged.marginUsd()),
                cents(simulated.marginUsd()));
    }

    private void unpaid() {
        var before = report.total().asCharged();
        var after = report.total().simulated();
        text.format(
                "%nNot paid: %s credits of %,d requests; it would be %s credits of %,d requests.%n",
                plain(before.unpaidCredits()),
                before.unpaidRequests(),
                plain(after.unpaidCredits()),
                after.unpaidRequests());
    }

    private void unpriced() {
        report.unpriced()
                .forEach((model, requests) -> text.format(
                        "%s is not in the price book: its %,d requests keep their prices.%n", model, requests));
    }

    private void runOuts() {
        text.format("%n%,d %s would have run out.%n", report.ranOut(), report.ranOut() == 1 ? "account" : "accounts");
        report.first().forEach(this::runOut);
        var more = report.ranOut() - report.first().size();
        if (more > 0) {
            text.format("  and %,d more%n", more);
        }
    }

    private void runOut(RunOut runOut) {
        text.format(
                "  %s at %s: %s credits short; %,d requests were %s short in all%n",
                runOut.account(), runOut.at(), runOut.lacking(), runOut.requests(), plain(runOut.unpaidCredits()));
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_EVEN);
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
