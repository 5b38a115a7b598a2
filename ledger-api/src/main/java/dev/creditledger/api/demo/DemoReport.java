package dev.creditledger.api.demo;

import dev.creditledger.domain.pricing.PriceBook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the demo of a trace has to say. */
final class DemoReport implements Report {

    private final DemoSummary summary;
    private final PriceBook prices;

    DemoReport(DemoSummary summary, PriceBook prices) {
        this.summary = summary;
        this.prices = prices;
    }

    /** Whether events, balances, daily summaries and the books add up to the same. */
    @Override
    public boolean checkPassed() {
        return summary.passed();
    }

    @Override
    public String text() {
        return SummaryText.of(summary, prices);
    }

    @Override
    public Map<String, @Nullable Object> json() {
        return summary.toMap();
    }

    @Override
    public List<String> linesToTry(String url, Path header) {
        return SummaryText.curlLines(url, header.toString(), summary);
    }
}
