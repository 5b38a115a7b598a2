package dev.creditledger.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A part of a run, which can be had alone. */
interface Part {

    /** How long it measures, and could measure for a shorter time. */
    Duration measuring(Plan plan);

    /** What it takes besides: starting, filling, checking. A guess. */
    Duration aside(Plan plan);

    void run(Plan plan) throws IOException, InterruptedException;

    /** Runs them one after the other, each for so long that those after it have their time. */
    static void run(List<Part> parts, Plan plan, Progress progress) throws IOException, InterruptedException {
        for (var i = 0; i < parts.size(); i++) {
            var left = parts.subList(i, parts.size());
            var measuring = left.stream().map(part -> part.measuring(plan)).reduce(Duration.ZERO, Duration::plus);
            var aside = left.stream().map(part -> part.aside(plan)).reduce(Duration.ZERO, Duration::plus);
            parts.get(i).run(plan.fitting(measuring, progress.elapsed(), aside));
        }
    }
}
