package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.Check;
import dev.creditledger.benchmarks.contest.Round;
import dev.creditledger.benchmarks.load.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a run found. Figures have stable names that end in their unit, or in {@code Ratio}.
 *
 * <p>A rate is the median of its rounds; a ratio is the median of the ratios of rounds that followed each other, so that
 * both sides met the machine in the same mood; a latency is over all rounds.
 */
final class Report {

    private final Map<String, Number> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** @param passed whether all that was acknowledged was found, and nothing else */
    record Finding(String name, boolean passed, String detail) {}

    Map<String, Number> figures() {
        return figures;
    }

    Map<String, List<Double>> rounds() {
        return rounds;
    }

    Map<String, Object> settings() {
        return settings;
    }

    List<Finding> findings() {
        return findings;
    }

    boolean passed() {
        return findings.stream().allMatch(Finding::passed);
    }

    void set(String name, Object value) {
        settings.put(name, value);
    }

    void figure(String name, double value) {
        figures.put(name, rounded(value));
    }

    /** What {@link #figure} was given under this name before. */
    double value(String figure) {
        var value = figures.get(figure);
        if (value == null) {
            throw new IllegalArgumentException("nothing measured yet: " + figure);
        }
        return value.doubleValue();
    }

    void find(String name, boolean passed, String detail) {
        findings.add(new Finding(name, passed, detail));
    }

    /** Whether a contender stored what it acknowledged. */
    void find(Check check) {
        find(
                check.contender() + " stored what it acknowledged, and no account is overspent",
                check.passed(),
                "%d acknowledged, %d stored, %s credits deducted, %d accounts overspent"
                        .formatted(
                                check.acknowledged(),
                                check.stored().deductions(),
                                check.stored().deducted(),
                                check.stored().overspent()));
    }

    /** Rate, latencies and processor time of deductions in this process. */
    void rounds(String name, List<Round> turns) {
        var measured = turns.stream().map(Round::measured).toList();
        commands(name, "Deductions", measured);
        latency(name, measured);
        cpu(name, turns);
    }

    /** Rate and processor time of rows that nothing decided on. */
    void rows(String name, List<Round> turns) {
        commands(name, "Rows", turns.stream().map(Round::measured).toList());
        cpu(name, turns);
    }

    private void cpu(String name, List<Round> turns) {
        median(name + "JvmCpuMicros", turns.stream().map(Round::jvmMicros).toList());
        median(
                name + "DatabaseCpuMicros",
                turns.stream().map(Round::databaseMicros).toList());
    }

    /** Accepted commands per second, as {@code <name><unit>PerSecond}. */
    void commands(String name, String unit, List<Measured> measured) {
        median(
                name + unit + "PerSecond",
                measured.stream().map(Measured::acceptedPerSecond).toList());
    }

    void requests(String name, List<Measured> measured) {
        median(
                name + "RequestsPerSecond",
                measured.stream().map(Measured::callsPerSecond).toList());
    }

    void median(String name, List<Double> ofRounds) {
        rounds.put(name, ofRounds.stream().map(Report::rounded).toList());
        figure(name, median(ofRounds));
    }

    void latency(String name, List<Measured> measured) {
        var micros = Measured.latencies(measured);
        figures.put(name + "P50Micros", micros.getValueAtPercentile(50));
        figures.put(name + "P99Micros", micros.getValueAtPercentile(99));
        figures.put(name + "P999Micros", micros.getValueAtPercentile(99.9));
    }

    /** How many times as much of something {@code these} have as {@code those}, round by round. */
    <T> void ratio(String name, List<T> these, List<T> those, ToDoubleFunction<T> what) {
        var ratios = new ArrayList<Double>();
        for (var round = 0; round < these.size(); round++) {
            ratios.add(what.applyAsDouble(these.get(round)) / what.applyAsDouble(those.get(round)));
        }
        median(name + "Ratio", ratios);
    }

    /** Percent by which something grew, from how many times as much it was in each round. */
    void growth(String name, List<Double> timesAsMuch) {
        median(
                name + "GrowthPercent",
                timesAsMuch.stream().map(times -> 100 * (times - 1)).toList());
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Two decimals below a hundred, else none: nothing here is more exact. */
    private static double rounded(double value) {
        return value < 100 ? Math.round(value * 100) / 100.0 : Math.round(value);
    }
}
