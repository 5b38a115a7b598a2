package dev.creditledger.api.demo.live;

import dev.creditledger.api.demo.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a demo of live sessions has to say. */
final class LiveReport implements Report {

    private final LiveSummary summary;

    LiveReport(LiveSummary summary) {
        this.summary = summary;
    }

    @Override
    public boolean checkPassed() {
        return summary.check().passed();
    }

    @Override
    public String text() {
        return LiveText.of(summary);
    }

    @Override
    public Map<String, @Nullable Object> json() {
        return summary.toMap();
    }

    @Override
    public List<String> linesToTry(String url, Path header) {
        var account = summary.evidence().witnesses().getFirst().visit().account();
        var get = "curl -s -H '@" + header + "' '" + url + "/api/v1/";
        return List.of(
                get + "admin/sessions?status=ended&limit=3'",
                get + "admin/live-quotas/system-stats'",
                get + "accounts/" + account + "/entries?limit=3'");
    }
}
