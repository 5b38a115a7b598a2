package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.machine.Machine;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "ledger bench",
        description = {
            "Measures the ledger on this machine: durable deductions per second beside stock Axon JDBC in the same run,"
                    + " and HTTP requests per second.",
            "See docs/performance.md for what is compared and why that is fair."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:measured, but something acknowledged was not stored, or the other way round",
            "2:wrong use, or cannot run"
        })
final class BenchCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "End within five minutes: less of everything.")
    private boolean quick;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--in-process", description = "Only the write side in this process, beside stock Axon.")
    private boolean inProcess;

    @Option(
            names = "--projections",
            description = "Only the write side with projections, beside the limit of the table; and a rebuild.")
    private boolean projections;

    @Option(
            names = "--growth",
            description = "Only what many events, a long history and a snapshot held open make of a command's cost.")
    private boolean growth;

    @Option(names = "--simulate", description = "Only a replay of real usage under other prices.")
    private boolean simulate;

    @Option(names = "--http", description = "Only the application over HTTP.")
    private boolean http;

    @Option(names = "--memory", description = "Only the memory of a server with very many accounts.")
    private boolean memory;

    @Option(names = "--live", description = "Only live sessions over WebSockets.")
    private boolean live;

    @Option(names = "--jmh", description = "Only single steps of a command, by JMH.")
    private boolean jmh;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where to put the databases while measuring: the disk that is measured (default: target).")
    private @Nullable Path directory;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // Picocli asks for it.
    private boolean help;

    private final Path home = Path.of(System.getProperty("ledger.home", "")).toAbsolutePath();
    private final PrintStream out;
    private final PrintStream err;

    BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = quick ? Plan.QUICK : Plan.FULL;
        var report = new Report();
        var progress = new Progress(err);
        try (var workspace = Workspace.in(directory != null ? directory : home.resolve("target"))) {
            var machine = Machine.look(workspace.directory());
            try {
                Part.run(parts(plan, workspace, report, progress), plan, progress);
            } finally {
                // Also what was measured before something failed.
                var print =
                        new Printed(plan, machine, report, progress.elapsed().toSeconds());
                out.println(json ? print.json() : print.text());
            }
        }
        return report.passed() ? 0 : 1;
    }

    private List<Part> parts(Plan plan, Workspace workspace, Report report, Progress progress) {
        var onDatabase = inProcess || projections || growth || simulate || http || memory || live;
        var all = !onDatabase && !jmh;
        var parts = new ArrayList<Part>();
        if (all || onDatabase) {
            if (all || http || memory || live) {
                requireScript();
            }
            var database = database(plan, workspace, report, progress);
            if (all || inProcess) {
                parts.add(new InProcess(database, report, progress));
            }
            if (all || projections) {
                parts.add(new Projecting(database, report, progress));
            }
            if (growth || (all && plan.everything())) {
                parts.add(new Growth(database, report, progress));
                parts.add(new HeldSnapshot(database, report, progress));
            }
            if (simulate || (all && plan.everything())) {
                parts.add(new Simulating(database, report, progress));
            }
            if (all || http) {
                parts.add(new OverHttp(database, home, workspace, report, progress));
            }
            if (memory || (all && plan.everything())) {
                parts.add(new Memory(database, home, workspace, report, progress));
            }
            if (live || (all && plan.everything())) {
                parts.add(new Live(database, home, workspace, report, progress));
            }
        }
        if (jmh || (all && plan.everything())) {
            parts.add(new SingleSteps(workspace, report, progress));
        }
        return parts;
    }

    /** The workspace closes it. */
    private static BenchDatabase database(Plan plan, Workspace workspace, Report report, Progress progress) {
        progress.say("starting a database with a write-ahead log as if it had run for a while");
        var database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")));
        database.makeUsedLog(plan.extent().usedSegments());
        report.set("postgresql", database.settings());
        return database;
    }

    private void requireScript() {
        if (!Files.isExecutable(home.resolve("ledger"))) {
            throw new IllegalStateException("the start script is not in " + home + ": run ./ledger bench");
        }
    }
}
