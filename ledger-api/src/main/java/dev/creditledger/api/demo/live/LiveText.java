package dev.creditledger.api.demo.live;

import com.google.errorprone.annotations.FormatMethod;
import dev.creditledger.api.demo.live.LiveSummary.Line;
import dev.creditledger.api.demo.live.SessionsCheck.Verdict;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run's summary for a person to read. Credits are exact: no digit is rounded away. */
final class LiveText {

    /** Of what is wrong. */
    private static final int SHOWN = 3;

    private final StringBuilder text = new StringBuilder();
    private final DecimalFormat exact =
            new DecimalFormat("#,##0.0#####", DecimalFormatSymbols.getInstance(Locale.ROOT));
    private final LiveSummary summary;

    private LiveText(LiveSummary summary) {
        this.summary = summary;
    }

    static String of(LiveSummary summary) {
        var writer = new LiveText(summary);
        writer.table();
        writer.happenings();
        writer.check();
        return writer.text.toString();
    }

    private void table() {
        line("");
        line(
                "%,d live sessions over WebSocket: %,d min of business time in %.1f s",
                summary.total().sessions(),
                summary.businessTime().toMinutes(),
                summary.took().toMillis() / 1000.0);
        line("");
        line(
                "  %-14s %-20s %8s %11s %15s %12s",
                "feature", "ended by", "sessions", "seconds", "credits", "seconds each");
        summary.table().forEach(this::row);
        row(summary.total());
    }

    private void row(Line of) {
        line(
                "  %-14s %-20s %,8d %,11d %15s %,12.1f",
                of.feature(), of.reason(), of.sessions(), of.seconds(), exact(of.charged()), of.average());
    }

    private void happenings() {
        line("");
        line("  checkpoints          %,8d", summary.checkpoints());
        line(
                "  resumed              %,8d   after their connection was lost: the time in between cost nothing",
                summary.resumed());
        line(
                "  low balance warnings %,8d   %s",
                LiveSummary.SHARES.stream().mapToLong(summary::warnings).sum(),
                LiveSummary.SHARES.stream()
                        .map(percent -> String.format(Locale.ROOT, "%,d at %d %%", summary.warnings(percent), percent))
                        .collect(Collectors.joining(", ")));
        summary.refused().forEach((code, count) -> line("  refused              %,8d   %s", count, code));
    }

    private void check() {
        var check = summary.check();
        line("");
        line(
                "  independent check, of what SQL finds in the log and what clients saw: %s",
                check.passed() ? "PASSED" : "FAILED");
        check.verdicts().forEach(this::verdict);
    }

    private void verdict(Verdict verdict) {
        line("    %s  %s", verdict.passed() ? "PASSED" : "FAILED", verdict.rule());
        verdict.wrong().stream().limit(SHOWN).forEach(wrong -> line("            %s", wrong));
        if (verdict.wrong().size() > SHOWN) {
            line("            … and %,d more", verdict.wrong().size() - SHOWN);
        }
    }

    private String exact(BigDecimal amount) {
        return exact.format(amount);
    }

    @FormatMethod
    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
