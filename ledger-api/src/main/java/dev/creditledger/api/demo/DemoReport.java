package dev.creditledger.api.demo;

import dev.creditledger.domain.pricing.PriceBook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a demo has to say: to a person, or to a machine. */
public final class DemoReport {

    private final DemoSummary summary;
    private final PriceBook prices;

    DemoReport(DemoSummary summary, PriceBook prices) {
        this.summary = summary;
        this.prices = prices;
    }

    /** Whether events, balances, daily summaries and the books add up to the same. */
    public boolean checkPassed() {
        return summary.passed();
    }

    public String text() {
        return SummaryText.of(summary, prices);
    }

    public Map<String, @Nullable Object> json() {
        return summary.toMap();
    }

    /**
     * Lines to paste into a shell.
     *
     * @param url where the ledger serves
     * @param header file that holds the header with an admin's token
     */
    public List<String> linesToTry(String url, Path header) {
        return SummaryText.curlLines(url, header.toString(), summary);
    }
}
