package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Books;
import dev.creditledger.benchmarks.contest.Ours;
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

    private static final String NAME = "http";
    private static final int CONNECTIONS = 64;
    private static final int BATCH_CONNECTIONS = 16;
    static final int USERS = 500;
    static final int USERS_PER_SECOND = 2_000;

    /** A server that starts has more to compile than the write side alone: for a minute the compiler takes a third. */
    private static final int WARM_UPS = 3;

    private static final Duration ASIDE = Duration.ofSeconds(30);
    private static final int PREPARED_PER_SECOND = 12_000;

    private final BenchDatabase database;
    private final Path home;
    private final Workspace workspace;
    private final Report report;
    private final Progress progress;

    /** @param home where the start script is */
    OverHttp(BenchDatabase database, Path home, Workspace workspace, Report report, Progress progress) {
        this.database = database;
        this.home = home;
        this.workspace = workspace;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        var pace = plan.pace();
        return pace.warmUp().multipliedBy(WARM_UPS + 1).plus(pace.rounds(2)).plus(pace.round());
    }

    @Override
    public Duration aside(Plan plan) {
        return ASIDE.plus(plan.extent().manyUsers()).plusSeconds(plan.extent().eventsInStore() / PREPARED_PER_SECOND);
    }

    @Override
    public void run(Plan plan) throws IOException, InterruptedException {
        var extent = plan.extent();
        var accounts = Traffic.accounts(extent.accounts());
        progress.say("%,d accounts with %,d events for a server".formatted(accounts.size(), extent.eventsInStore()));
        try (var ours = Ours.start(database, NAME)) {
            ours.prepare(accounts, Traffic.SMALL_CHARGES, extent.eventsInStore());
        }
        database.vacuum(NAME);
        var books = new Books(database, NAME);
        try (var server =
                workspace.use(LedgerServer.start(home, workspace.resolve(NAME), database.environment(NAME)))) {
            server.awaitReady();
            server.awaitProjected(books.head());
            var ledger = HttpLedger.of(server, accounts, Traffic.SMALL_CHARGES.price(), extent.eventsInStore());
            measure(plan, ledger);
            progress.say("comparing what was acknowledged with what is stored, and with all balances");
            server.awaitProjected(books.head());
            check(ledger, books);
        }
        database.drop(NAME);
    }

    private void measure(Plan plan, HttpLedger ledger) {
        var pace = plan.pace();
        report.set("httpConnections", CONNECTIONS);
        report.set("httpBatchConnections", BATCH_CONNECTIONS);
        report.set("httpRoundMillis", pace.round().toMillis());
        var warmUp = pace.warmUp().multipliedBy(WARM_UPS);
        progress.say("warming up, " + warmUp.toSeconds() + " s, and with batches "
                + pace.warmUp().toSeconds() + " s");
        ledger.singles(load(CONNECTIONS, warmUp));
        ledger.batches(load(BATCH_CONNECTIONS, pace.warmUp()));
        inRounds(pace, ledger);
        atHalfRate(pace, ledger);
        manyUsers(plan.extent().manyUsers(), ledger);
    }

    private static Load load(int connections, Duration duration) {
        return Load.asFastAsAnswersCome(connections, duration);
    }

    private void inRounds(Plan.Pace pace, HttpLedger ledger) {
        progress.say("single deductions and batches of %d: %d rounds of %d ms each"
                .formatted(HttpLedger.BATCH, pace.rounds(), pace.round().toMillis()));
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

    private void atHalfRate(Plan.Pace pace, HttpLedger ledger) {
        var rate = report.value("httpSingleRequestsPerSecond") / 2;
        progress.say("single deductions at %,.0f requests/s".formatted(rate));
        var measured = ledger.singles(new Load(CONNECTIONS, pace.round(), OptionalDouble.of(rate)));
        report.requests("httpSingleAtHalfRate", List.of(measured));
        report.latency("httpSingleAtHalfRate", List.of(measured));
    }

    private void manyUsers(Duration duration, HttpLedger ledger) {
        progress.say(
                "%d users, %,d requests/s together, for %d s".formatted(USERS, USERS_PER_SECOND, duration.toSeconds()));
        var measured = ledger.users(new Load(USERS, duration, OptionalDouble.of(USERS_PER_SECOND)));
        report.set("httpUsersSeconds", duration.toSeconds());
        report.requests("httpUsers", List.of(measured));
        report.latency("httpUsers", List.of(measured));
        report.figure("httpUsersErrors", (double) (measured.calls() - measured.accepted() + measured.undone()));
    }

    private void check(HttpLedger ledger, Books books) throws IOException, InterruptedException {
        var check = ledger.check(NAME, books);
        report.find(check);
        var balances = ledger.deducted();
        report.find(
                "balances over HTTP say what is stored",
                balances.equals(check.stored().deducted()),
                balances + " credits deducted");
    }
}
