package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.jmh.Steps;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;

/** What single steps of a command cost. */
final class SingleSteps implements Part {

    private static final Duration TAKES = Duration.ofMinutes(4);

    private final Workspace workspace;
    private final Report report;
    private final Progress progress;

    SingleSteps(Workspace workspace, Report report, Progress progress) {
        this.workspace = workspace;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        return Duration.ZERO;
    }

    @Override
    public Duration aside(Plan plan) {
        return TAKES;
    }

    @Override
    public void run(Plan plan) throws IOException, InterruptedException {
        progress.say("single steps, by JMH: about " + TAKES.toMinutes() + " minutes");
        new Steps(Files.createDirectories(workspace.resolve("jmh")))
                .run()
                .forEach((step, nanos) -> report.figure("jmh" + capital(step) + "Nanos", nanos));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
