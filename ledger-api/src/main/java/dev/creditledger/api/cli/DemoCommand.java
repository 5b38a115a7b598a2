package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.config.Mode;
import dev.creditledger.api.config.Settings;
import dev.creditledger.api.demo.Demo;
import dev.creditledger.api.demo.Receipts;
import dev.creditledger.api.demo.Report;
import dev.creditledger.api.demo.Trace;
import dev.creditledger.api.demo.TraceReader;
import dev.creditledger.api.demo.live.LiveDemo;
import dev.creditledger.api.security.DevTokenKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./ledger demo} */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description =
                "The main job on real input: an hour of 19,366 requests to language models is metered and charged to 500"
                        + " accounts, explained and checked. Then it goes on serving. Running it again charges nothing twice."
                        + " With --live: live sessions over WebSocket, charged by the second of a fast clock; running that"
                        + " again opens new accounts.")
final class DemoCommand implements Callable<Integer> {

    private static final int FINDING = 1;
    private static final int SESSIONS_DEFAULT = 500;

    private final Class<?> application;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Another trace: CSV with the columns TIMESTAMP,ContextTokens,GeneratedTokens.")
    private @Nullable Path trace;

    @Option(
            names = "--receipts",
            paramLabel = "FILE",
            description = "Append a line of CSV for each answer, as soon as it is there.")
    private @Nullable Path receipts;

    @Option(
            names = "--live",
            description =
                    "Simulated users run live sessions over WebSocket instead. Moves the ledger's clock by hours.")
    private boolean live;

    @Option(names = "--sessions", paramLabel = "N", description = "How many, with --live. Default: 500.")
    private @Nullable Integer sessions;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    DemoCommand(Class<?> application) {
        this.application = application;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        var settings = options.settings();
        if (Mode.of(Settings.read(settings)) != Mode.DEV) {
            throw new CannotStart("The demo runs in dev mode only: unset LEDGER_DATABASE_URL, or set LEDGER_MODE=dev.");
        }
        Job job = live ? this::runLive : charging();
        try (var ledger = RunningLedger.start(application, settings)) {
            var report = job.run(ledger);
            print(report, ledger);
            if (!report.checkPassed()) {
                return FINDING;
            }
            ledger.awaitStop();
        }
        return 0;
    }

    private void checkOptions() {
        if (live && (trace != null || receipts != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--live runs sessions: it takes no --trace, no --receipts.");
        }
        if (!live && sessions != null) {
            throw new ParameterException(spec.commandLine(), "--sessions goes with --live.");
        }
        if (sessions != null && (sessions < LiveDemo.SESSIONS_MIN || sessions > LiveDemo.SESSIONS_MAX)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sessions must be between " + LiveDemo.SESSIONS_MIN + " and " + LiveDemo.SESSIONS_MAX + ".");
        }
    }

    /** What is done once the ledger runs. */
    @FunctionalInterface
    private interface Job {
        Report run(RunningLedger ledger) throws InterruptedException;
    }

    /** A trace that cannot be read is found before anything is started. */
    private Job charging() {
        var requests = trace == null ? TraceReader.shipped() : TraceReader.of(trace);
        return ledger -> charge(ledger, requests);
    }

    private Report runLive(RunningLedger ledger) throws InterruptedException {
        return ledger.context()
                .getBean(LiveDemo.class)
                .run(
                        ledger.url(),
                        DevTokenKey.in(ledger.dataDirectory()),
                        sessions == null ? SESSIONS_DEFAULT : sessions);
    }

    private Report charge(RunningLedger ledger, Trace requests) throws InterruptedException {
        try (var file = receipts == null ? Receipts.none() : Receipts.in(receipts)) {
            return ledger.context().getBean(Demo.class).run(requests, file);
        }
    }

    private void print(Report report, RunningLedger ledger) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(report.json()));
        } else {
            out.print(report.text());
            invitation(report, ledger, out);
        }
        out.flush();
    }

    private static void invitation(Report report, RunningLedger ledger, PrintWriter out) {
        var token = DemoToken.in(ledger.dataDirectory());
        out.println();
        out.println("Serving on " + ledger.url() + " until you press Ctrl-C. An admin's token, good for 12 hours:");
        out.println();
        out.println(token.text());
        out.println();
        out.println("Try it:");
        out.println();
        report.linesToTry(ledger.url(), token.headerFile()).forEach(out::println);
    }
}
