package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.http.HttpLedger;
import dev.creditledger.benchmarks.http.LedgerServer;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.benchmarks.load.Measured;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The packaged application, in a process of its own, loaded from this one. */
final class OverHttp {

    private static final int CONNECTIONS = 64;
    private static final int BATCH_CONNECTIONS = 16;
    private static final int ACCOUNTS = 1_000;

    private static final Duration ASIDE = Duration.ofSeconds(15);

    private final Report report;
    private final Progress progress;
    private Plan plan;

    OverHttp(Plan plan, Report report, Progress progress) {
        this.plan = plan;
        this.report = report;
        this.progress = progress;
    }

    /** How long {@code plan} measures over HTTP. */
    static Duration measuring(Plan plan) {
        return plan.warmUp().multipliedBy(2).plus(plan.round().multipliedBy(2L * plan.rounds() + 1));
    }

    void run(LedgerServer server) throws IOException, InterruptedException {
        report.set("httpAccounts", ACCOUNTS);
        report.set("httpConnections", CONNECTIONS);
        report.set("httpBatchConnections", BATCH_CONNECTIONS);
        progress.say("opening " + ACCOUNTS + " accounts over HTTP");
        var traffic = Traffic.SMALL_CHARGES;
        var ledger = HttpLedger.prepare(server, Traffic.accounts(ACCOUNTS), traffic.price(), traffic.grant());
        plan = plan.fitting(measuring(plan), progress.elapsed(), ASIDE);
        report.set("httpRoundMillis", plan.round().toMillis());
        progress.say("warming up, " + plan.warmUp().toSeconds() + " s each");
        ledger.singles(load(CONNECTIONS, plan.warmUp()));
        ledger.batches(load(BATCH_CONNECTIONS, plan.warmUp()));
        measure(ledger);
        atHalfRate(ledger);
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

    private void measure(HttpLedger ledger) throws IOException {
        progress.say("single deductions and batches of %d: %d rounds of %d s each"
                .formatted(HttpLedger.BATCH, plan.rounds(), plan.round().toSeconds()));
        var singles = new ArrayList<Measured>();
        var batches = new ArrayList<Measured>();
        for (var round = 0; round < plan.rounds(); round++) {
            singles.add(ledger.singles(load(CONNECTIONS, plan.round())));
            batches.add(ledger.batches(load(BATCH_CONNECTIONS, plan.round())));
        }
        report.requests("httpSingle", singles);
        report.latency("httpSingle", singles);
        report.commands("httpBatch" + HttpLedger.BATCH, "Commands", batches);
        report.requests("httpBatch" + HttpLedger.BATCH, batches);
        report.latency("httpBatch" + HttpLedger.BATCH, batches);
    }

    private void atHalfRate(HttpLedger ledger) throws IOException {
        var rate = report.value("httpSingleRequestsPerSecond") / 2;
        progress.say("single deductions at %.0f requests/s".formatted(rate));
        var measured = ledger.singles(new Load(CONNECTIONS, plan.round(), OptionalDouble.of(rate)));
        report.requests("httpSingleAtHalfRate", List.of(measured));
        report.latency("httpSingleAtHalfRate", List.of(measured));
    }
}
