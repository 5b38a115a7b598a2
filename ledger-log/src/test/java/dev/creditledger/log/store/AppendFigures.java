package dev.creditledger.log.store;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.vault.Vault;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Prints what an append of typical deductions costs on this machine, fsync on. Run by hand. */
final class AppendFigures {

    private static final int ACCOUNTS = 10_000;
    private static final int EVENTS = 150_000;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final SplittableRandom random = new SplittableRandom(42);
    private final long[] sequences = new long[ACCOUNTS];
    private final EventLog log;

    private AppendFigures(EventLog log) {
        this.log = log;
    }

    public static void main(String[] arguments) throws Exception {
        try (var database = TestDatabase.freshDurable()) {
            var figures =
                    new AppendFigures(new EventLog(database.app(), Vault.open(database.app(), database.masterKey())));
            System.out.println(
                    "batch  best 10%  wall clock   server CPU   client CPU   of it encoding  WAL bytes   (µs, per event)");
            for (var round = 0; round < 3; round++) {
                for (var batch : new int[] {1000, 500, 100, 10}) {
                    figures.measure(database, batch, batch == 10 ? EVENTS / 15 : EVENTS);
                }
            }
        }
        System.exit(0);
    }

    private void measure(TestDatabase database, int batchSize, int events) throws Exception {
        var wal = walBytes(database);
        var server = serverMicros(database);
        var walls = new ArrayList<Long>();
        var encoding = 0L;
        var client = 0L;
        for (var done = 0; done < events; done += batchSize) {
            var batch = batch(batchSize);
            var start = THREAD.getCurrentThreadCpuTime();
            batch.stream().map(log::row).map(new LeafHash()::of).forEach(hash -> {});
            var encoded = THREAD.getCurrentThreadCpuTime();
            var began = System.nanoTime();
            log.append(batch);
            walls.add(System.nanoTime() - began);
            client += THREAD.getCurrentThreadCpuTime() - encoded;
            encoding += encoded - start;
        }
        System.out.printf(
                "%5d %8.1f %10.1f %12.1f %12.1f %16.1f %10d%n",
                batchSize,
                walls.stream().sorted().toList().get(walls.size() / 10) / 1e3 / batchSize,
                walls.stream().mapToLong(Long::longValue).sum() / 1e3 / events,
                (serverMicros(database) - server) / (double) events,
                client / 1e3 / events,
                encoding / 1e3 / events,
                (walBytes(database) - wal) / events);
    }

    /** CPU that the server's processes have used, in microseconds (Linux only). */
    private static long serverMicros(TestDatabase database) throws Exception {
        var micros = 0L;
        try (var connection = database.superuser().getConnection();
                var query = connection.prepareStatement("SELECT pid FROM pg_stat_activity");
                var row = query.executeQuery()) {
            while (row.next()) {
                micros += ProcessHandle.of(row.getLong(1))
                                .flatMap(process -> process.info().totalCpuDuration())
                                .orElse(Duration.ZERO)
                                .toNanos()
                        / 1_000;
            }
        }
        return micros;
    }

    private List<NewEvent> batch(int size) {
        var batch = new ArrayList<NewEvent>(size);
        for (var i = 0; i < size; i++) {
            batch.add(deduction(random.nextInt(ACCOUNTS)));
        }
        return batch;
    }

    private NewEvent deduction(int number) {
        var account = new AccountId("account-" + number);
        var sequence = sequences[number]++;
        var key = new IdempotencyKey("request-" + number + "-" + sequence);
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var amount = new Credits(1 + random.nextLong(5_000_000));
        var grant = GrantId.of(account, new IdempotencyKey("beta"));
        var actor = new SubjectId("gateway");
        var origin = FreeText.of(Map.of("ip", "203.0.113.7", "userAgent", "gateway/1.4 (linux)"))
                .about(actor);
        return new NewEvent(
                new UUID(random.nextLong(), random.nextLong()),
                sequence,
                new CreditsDeducted(
                        account,
                        DeductionId.of(account, key),
                        amount,
                        DeductionType.INFERENCE,
                        Optional.of("chat"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new Draw(grant, amount)),
                        new Balance(new Credits(123_456_789), Credits.ZERO, Credits.ZERO),
                        Personal.NONE,
                        now,
                        now),
                new Metadata(
                        new Cause(
                                new Cause.Actor(actor, Cause.Role.SERVICE),
                                "0198c0de-1234-7abc-8def-001122334455",
                                "0198c0de-1234-7abc-8def-001122334455",
                                origin),
                        Optional.of(new Metadata.Answer(key, "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"))));
    }

    private static long walBytes(TestDatabase database) throws Exception {
        try (var connection = database.superuser().getConnection();
                var query = connection.prepareStatement("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
                var row = query.executeQuery()) {
            row.next();
            return row.getBigDecimal(1).longValue();
        }
    }
}
