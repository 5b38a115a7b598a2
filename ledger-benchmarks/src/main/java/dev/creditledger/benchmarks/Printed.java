package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.machine.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report for people, or for machines. */
record Printed(Plan plan, Machine machine, Report report, long seconds) {

    String json() {
        var result = new LinkedHashMap<String, Object>();
        result.put("mode", plan.mode());
        result.put("passed", report.passed());
        result.put("targets", judged());
        result.put("figures", report.figures());
        result.put("rounds", report.rounds());
        result.put("checks", report.findings());
        result.put("settings", report.settings());
        result.put("machine", machine);
        result.put("tookSeconds", seconds);
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(result);
    }

    String text() {
        var text = new StringBuilder();
        line(
                text,
                "Machine",
                "%d cores, %s, %,d MB".formatted(machine.cores(), machine.processor(), machine.memoryMegabytes()));
        line(text, "", "%s, load before the run %.2f".formatted(machine.system(), machine.loadBefore()));
        line(
                text,
                "Disk",
                "%s, 8 KiB written and synced in %d µs".formatted(machine.fileSystem(), machine.fsyncMicros()));
        line(
                text,
                "JVM",
                "%s %s, heap at most %,d MB"
                        .formatted(machine.jvm(), String.join(" ", machine.jvmFlags()), machine.heapMaxMegabytes()));
        report.settings().forEach((name, value) -> line(text, name, told(value)));
        text.append('\n');
        report.figures().forEach((name, value) -> line(text, name, figure(value) + rounds(name)));
        text.append('\n');
        judged().forEach(target -> text.append(row(target)));
        text.append('\n');
        for (var finding : report.findings()) {
            line(text, finding.passed() ? "passed" : "FAILED", finding.name() + ": " + finding.detail());
        }
        return text.append("took ").append(seconds).append(" s").toString();
    }

    private List<Target.Judged> judged() {
        return Target.of(plan).stream().map(target -> target.judge(report)).toList();
    }

    private static String row(Target.Judged target) {
        var measured = target.measured();
        var reached = Boolean.TRUE.equals(target.reached()) ? "reached" : "missed";
        return String.format(
                Locale.ROOT,
                "%-60s %-8s %s  %s %s%n",
                target.measure(),
                target.bound(),
                figure(target.value()),
                measured == null ? " ".repeat(14) : figure(measured),
                measured == null ? "not measured in this run" : target.unit() + "  " + reached);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-44s %s%n", name, value));
    }

    private static String told(Object value) {
        return value instanceof Map<?, ?> map
                ? String.join(", ", map.entrySet().stream().map(Entry::toString).toList())
                : value.toString();
    }

    private static String figure(Number value) {
        return String.format(
                Locale.ROOT,
                value instanceof Double number && number < 100 ? "%,14.2f" : "%,14.0f",
                value.doubleValue());
    }

    private String rounds(String name) {
        var rounds = report.rounds().get(name);
        return rounds == null || rounds.size() < 2
                ? ""
                : "   of "
                        + String.join(
                                " ",
                                rounds.stream()
                                        .map(round -> figure(round).strip())
                                        .toList());
    }
}
