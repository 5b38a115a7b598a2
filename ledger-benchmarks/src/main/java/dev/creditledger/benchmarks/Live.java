package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Books;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.SessionBooks;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.http.HttpLedger;
import dev.creditledger.benchmarks.http.LedgerServer;
import dev.creditledger.benchmarks.live.LiveUsers;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Live sessions over WebSockets: how soon one runs, how soon all are charged, and how soon those are ended that were left. */
final class Live implements Part {

    private static final String NAME = "live";
    private static final int ROUNDS = 5;

    /** All come from one address. */
    private static final Map<String, String> ONE_ADDRESS = Map.of("LEDGER_LIVE_UNAUTHENTICATEDPERADDRESSMAX", "200");

    /** The defaults of {@code ledger.live}. */
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(30);

    private static final Duration STALE_AFTER = Duration.ofMinutes(30);

    /** Each user has a session for warming up as well. */
    private static final int TURNS = 2;

    private static final int AT_ONCE = 8;

    private static final Duration RELEASED_WITHIN = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Duration STARTING = Duration.ofSeconds(30);

    private final BenchDatabase database;
    private final Path home;
    private final Workspace workspace;
    private final Report report;
    private final Progress progress;
    private final Map<String, String> settings;

    /** @param home where the start script is */
    Live(BenchDatabase database, Path home, Workspace workspace, Report report, Progress progress) {
        this(database, home, workspace, report, progress, Map.of());
    }

    /** @param settings of the server, besides */
    Live(
            BenchDatabase database,
            Path home,
            Workspace workspace,
            Report report,
            Progress progress,
            Map<String, String> settings) {
        this.database = database;
        this.home = home;
        this.workspace = workspace;
        this.report = report;
        this.progress = progress;
        this.settings = settings;
    }

    @Override
    public Duration measuring(Plan plan) {
        return Duration.ZERO;
    }

    @Override
    public Duration aside(Plan plan) {
        var extent = plan.extent();
        return STARTING.plusSeconds(ROUNDS + 4L * extent.liveSessions() / extent.connectsPerSecond());
    }

    @Override
    public void run(Plan plan) throws IOException, InterruptedException {
        var accounts = Traffic.accounts(plan.extent().liveSessions());
        report.set("liveSessions", accounts.size());
        report.set("liveConnectsPerSecond", plan.extent().connectsPerSecond());
        progress.say("%,d accounts for live sessions".formatted(accounts.size()));
        try (var ours = Ours.start(database, NAME)) {
            ours.prepare(accounts, Traffic.SMALL_CHARGES, 0);
        }
        database.vacuum(NAME);
        var log = new Books(database, NAME);
        var books = new SessionBooks(database, NAME);
        try (var server = workspace.use(LedgerServer.start(home, workspace.resolve(NAME), environment()))) {
            server.awaitReady();
            server.awaitProjected(log.head());
            try (var users = new LiveUsers(server, accounts)) {
                warmUp(users);
                measure(plan.extent(), users, server, books);
                abandon(accounts.size(), users, books);
            }
            server.awaitProjected(log.head());
            var ledger = HttpLedger.of(server, accounts, Traffic.SMALL_CHARGES.price(), 0);
            check(TURNS * accounts.size(), ledger, books);
        }
        database.drop(NAME);
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(database.environment(NAME));
        environment.putAll(ONE_ADDRESS);
        environment.putAll(settings);
        return environment;
    }

    /** A server that starts has most to compile: it is not asked for more than it can do. */
    private void warmUp(LiveUsers users) throws IOException, InterruptedException {
        progress.say("warming up: all connect, are charged and stop");
        users.connectInTurn("warm-up", AT_ONCE);
        users.checkpointRound(CHECKPOINT_EVERY);
        users.stop();
    }

    private void measure(Plan.Extent extent, LiveUsers users, LedgerServer server, SessionBooks books)
            throws IOException, InterruptedException {
        progress.say("all connect, %d a second".formatted(extent.connectsPerSecond()));
        var before = books.charged().seconds();
        var connects = users.connect("stage", extent.connectsPerSecond());
        report.figure("liveConnectP50Micros", (double) connects.latencyMicros(50));
        report.figure("liveConnectP95Micros", (double) connects.latencyMicros(95));
        report.figure("liveConnectP99Micros", (double) connects.latencyMicros(99));
        checkpoints(users);
        var told = users.secondsTold();
        report.find(
                "clients were told of every second that was charged",
                told == books.charged().seconds() - before,
                "%,d s".formatted(told));
        var idle = users.advance(Duration.ofSeconds(1));
        report.figure("liveMonitorIdleMillis", (double) idle.toMillis());
        var resident = server.resident();
        report.figure("liveServerResidentMegabytes", (double) resident.megabytes());
        report.figure("liveServerResidentPeakMegabytes", (double) resident.peakMegabytes());
    }

    private void checkpoints(LiveUsers users) throws IOException, InterruptedException {
        progress.say("all are charged, %d times".formatted(ROUNDS));
        var millis = new ArrayList<Double>();
        for (var round = 0; round < ROUNDS; round++) {
            millis.add(users.checkpointRound(CHECKPOINT_EVERY).toNanos() / 1e6);
        }
        report.median("liveCheckpointRoundMillis", millis);
    }

    /** What was used and not yet charged is charged when a connection is lost; the monitor charges nothing. */
    private void abandon(int sessions, LiveUsers users, SessionBooks books) throws IOException, InterruptedException {
        progress.say("all are cut off, and ended by the monitor");
        var charged = books.checkpoints() + sessions;
        users.drop();
        awaitCheckpoints(charged, books);
        var took = users.advance(STALE_AFTER.plusMinutes(1));
        report.figure("liveMonitorMillis", (double) took.toMillis());
    }

    private static void awaitCheckpoints(long checkpoints, SessionBooks books)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + RELEASED_WITHIN.toNanos();
        while (books.checkpoints() < checkpoints) {
            if (System.nanoTime() > end) {
                throw new IOException("what was used by lost connections is not charged");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private void check(int sessions, HttpLedger ledger, SessionBooks books) throws IOException, InterruptedException {
        var charged = books.charged();
        report.find(
                "every live session has ended, and was charged its rate for its seconds",
                charged.ends() == sessions && charged.wrong() == 0,
                "%d of %d ended, %,d s, %s credits, %d wrong"
                        .formatted(charged.ends(), sessions, charged.seconds(), charged.credits(), charged.wrong()));
        var balances = ledger.deducted();
        report.find(
                "balances say what live sessions were charged",
                balances.equals(charged.credits()),
                balances + " credits deducted");
    }
}
