package dev.creditledger.api.demo.live;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param businessTime that passed
 * @param took in real time
 */
record LiveSummary(Evidence evidence, SessionsCheck check, Duration businessTime, Duration took) {

    static final List<Integer> SHARES = List.of(20, 10, 5);

    /** Sessions of one feature that ended for one reason. */
    record Line(String feature, String reason, long sessions, long seconds, BigDecimal charged) {

        private static Line of(LoggedSession session) {
            return new Line(
                    session.feature(), session.reason().orElse("running"), 1, session.seconds(), session.charged());
        }

        private Line plus(Line other) {
            return new Line(
                    feature, reason, sessions + other.sessions, seconds + other.seconds, charged.add(other.charged));
        }

        double average() {
            return sessions == 0 ? 0 : (double) seconds / sessions;
        }
    }

    /** By feature; the most frequent ends first. */
    List<Line> table() {
        var lines = evidence.sessions().stream()
                .map(Line::of)
                .collect(Collectors.toMap(line -> line.feature + ' ' + line.reason, line -> line, Line::plus));
        return lines.values().stream()
                .sorted(Comparator.comparing(Line::feature)
                        .thenComparing(Line::sessions, Comparator.reverseOrder())
                        .thenComparing(Line::reason))
                .toList();
    }

    Line total() {
        return table().stream().reduce(new Line("all", "", 0, 0, BigDecimal.ZERO), Line::plus);
    }

    /** How many were refused, by code. */
    Map<String, Long> refused() {
        return evidence.witnesses().stream()
                .filter(witness -> witness.session().isEmpty())
                .collect(Collectors.groupingBy(
                        witness -> witness.refused().orElse("unknown"), TreeMap::new, Collectors.counting()));
    }

    long checkpoints() {
        return sum(LoggedSession::checkpoints);
    }

    long resumed() {
        return sum(LoggedSession::resumed);
    }

    long warnings(int percent) {
        return sum(session -> session.warnings().getOrDefault(percent, 0));
    }

    private long sum(ToLongFunction<LoggedSession> number) {
        return evidence.sessions().stream().mapToLong(number).sum();
    }

    /** For machines: numbers as JSON writes them. */
    Map<String, @Nullable Object> toMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("sessions", total().sessions());
        map.put("seconds", total().seconds());
        map.put("credits", total().charged());
        map.put("refused", refused());
        map.put("businessSeconds", businessTime.toSeconds());
        map.put("tookSeconds", took.toMillis() / 1000.0);
        map.put("table", table().stream().map(LiveSummary::toMap).toList());
        map.put("checkpoints", checkpoints());
        map.put("resumed", resumed());
        var warnings = new LinkedHashMap<String, Object>();
        SHARES.forEach(percent -> warnings.put(percent.toString(), warnings(percent)));
        map.put("warnings", warnings);
        var checked = new LinkedHashMap<String, Object>();
        checked.put("passed", check.passed());
        checked.put("rules", check.verdicts().stream().map(LiveSummary::toMap).toList());
        map.put("independentCheck", checked);
        return map;
    }

    private static Map<String, Object> toMap(Line line) {
        var map = new LinkedHashMap<String, Object>();
        map.put("feature", line.feature());
        map.put("endReason", line.reason());
        map.put("sessions", line.sessions());
        map.put("seconds", line.seconds());
        map.put("credits", line.charged());
        return map;
    }

    private static Map<String, Object> toMap(SessionsCheck.Verdict verdict) {
        var map = new LinkedHashMap<String, Object>();
        map.put("rule", verdict.rule());
        map.put("passed", verdict.passed());
        map.put("wrong", verdict.wrong());
        return map;
    }
}
