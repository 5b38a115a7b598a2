package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.http.HttpLedger;
import dev.creditledger.benchmarks.http.LedgerServer;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.benchmarks.load.Measured;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The packaged application, in a process of its own, loaded from this one. */
final class OverHttp implements Part {

    private static final int CONNECTIONS = 64;
    private static final int BATCH_CONNECTIONS = 16;
    private static final int ACCOUNTS = 1_000;

    private static final Duration ASIDE = Duration.ofSeconds(25);

    private final Path home;
    private final Workspace workspace;
    private final Report report;
    private final Progress progress;

    /** @param home where the start script is */
    OverHttp(Path home, Workspace workspace, Report report, Progress progress) {
        this.home = home;
        this.workspace = workspace;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        return plan.pace()
                .warmUp()
                .multipliedBy(2)
                .plus(plan.pace().rounds(2))
                .plus(plan.pace().round());
    }

    @Override
    public Duration aside(Plan plan) {
        return ASIDE;
    }

    @Override
    public void run(Plan plan) throws IOException, InterruptedException {
        progress.say("starting the server");
        try (var server = workspace.use(LedgerServer.start(home, workspace.resolve("server")))) {
            server.awaitReady();
            run(plan.pace(), server);
        }
    }

    private void run(Plan.Pace pace, LedgerServer server) throws IOException, InterruptedException {
        report.set("httpAccounts", ACCOUNTS);
        report.set("httpConnections", CONNECTIONS);
        report.set("httpBatchConnections", BATCH_CONNECTIONS);
        report.set("httpRoundMillis", pace.round().toMillis());
        progress.say("opening " + ACCOUNTS + " accounts over HTTP");
        var traffic = Traffic.SMALL_CHARGES;
        var ledger = HttpLedger.prepare(server, Traffic.accounts(ACCOUNTS), traffic.price(), traffic.grant());
        progress.say("warming up, " + pace.warmUp().toSeconds() + " s each");
        ledger.singles(load(CONNECTIONS, pace.warmUp()));
        ledger.batches(load(BATCH_CONNECTIONS, pace.warmUp()));
        measure(pace, ledger);
        atHalfRate(pace, ledger);
        progress.say("comparing what was acknowledged with all balances");
        var check = ledger.check();
        report.find(
                "balances over HTTP say what was acknowledged",
                check.passed(),
                "%d acknowledged, %s credits deducted".formatted(check.acknowledged(), check.deducted()));
    }

    private static Load load(int connections, Duration duration) {
        return Load.asFastAsAnswersCome(connections, duration);
    }

    private void measure(Plan.Pace pace, HttpLedger ledger) throws IOException {
        progress.say("single deductions and batches of %d: %d rounds of %d s each"
                .formatted(HttpLedger.BATCH, pace.rounds(), pace.round().toSeconds()));
        var singles = new ArrayList<Measured>();
        var batches = new ArrayList<Measured>();
        for (var round = 0; round < pace.rounds(); round++) {
            singles.add(ledger.singles(load(CONNECTIONS, pace.round())));
            batches.add(ledger.batches(load(BATCH_CONNECTIONS, pace.round())));
        }
        report.requests("httpSingle", singles);
        report.latency("httpSingle", singles);
        report.commands("httpBatch" + HttpLedger.BATCH, "Commands", batches);
        report.requests("httpBatch" + HttpLedger.BATCH, batches);
        report.latency("httpBatch" + HttpLedger.BATCH, batches);
    }

    private void atHalfRate(Plan.Pace pace, HttpLedger ledger) throws IOException {
        var rate = report.value("httpSingleRequestsPerSecond") / 2;
        progress.say("single deductions at %.0f requests/s".formatted(rate));
        var measured = ledger.singles(new Load(CONNECTIONS, pace.round(), OptionalDouble.of(rate)));
        report.requests("httpSingleAtHalfRate", List.of(measured));
        report.latency("httpSingleAtHalfRate", List.of(measured));
    }
}
