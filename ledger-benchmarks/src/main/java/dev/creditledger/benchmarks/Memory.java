package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Books;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.http.HttpLedger;
import dev.creditledger.benchmarks.http.LedgerServer;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What the server's process needs when there are far more accounts than it may keep in memory, and all are charged. */
final class Memory implements Part {

    private static final String NAME = "memory";
    private static final int PREPARED_AT_ONCE = 10_000;
    private static final int CONNECTIONS = 16;
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final int ACCOUNTS_PER_SECOND = 5_000;

    private final BenchDatabase database;
    private final Path home;
    private final Workspace workspace;
    private final Report report;
    private final Progress progress;

    /** @param home where the start script is */
    Memory(BenchDatabase database, Path home, Workspace workspace, Report report, Progress progress) {
        this.database = database;
        this.home = home;
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
        return STARTING.plusSeconds(plan.extent().accountsInMemory() / ACCOUNTS_PER_SECOND);
    }

    @Override
    public void run(Plan plan) throws IOException, InterruptedException {
        var accounts = Traffic.accounts(plan.extent().accountsInMemory());
        report.set("accountsInMemory", accounts.size());
        progress.say("%,d accounts for a server".formatted(accounts.size()));
        try (var ours = Ours.start(database, NAME)) {
            for (var from = 0; from < accounts.size(); from += PREPARED_AT_ONCE) {
                ours.prepare(
                        accounts.subList(from, Math.min(accounts.size(), from + PREPARED_AT_ONCE)),
                        Traffic.SMALL_CHARGES,
                        0);
            }
        }
        database.vacuum(NAME);
        var books = new Books(database, NAME);
        try (var server =
                workspace.use(LedgerServer.start(home, workspace.resolve("memory"), database.environment(NAME)))) {
            server.awaitReady();
            server.awaitProjected(books.head());
            progress.say("charging each of them over HTTP");
            var ledger = HttpLedger.of(server, accounts, Traffic.SMALL_CHARGES.price(), 0);
            ledger.chargeEach(CONNECTIONS);
            server.awaitProjected(books.head());
            var resident = server.resident();
            report.figure("serverResidentMegabytes", (double) resident.megabytes());
            report.figure("serverResidentPeakMegabytes", (double) resident.peakMegabytes());
            report.find(ledger.check(NAME, books));
        }
        database.drop(NAME);
    }
}
