package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on a small disk of its own: a file system in memory, mounted where only it sees it. */
class DiskFullIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int WRITERS = 4;

    /** Less than the reserve, and enough for a database that writes nothing. */
    private static final long LEFT_BYTES = 32L << 20;

    private static final String ACCOUNT = "/api/v1/accounts/alice";

    @TempDir
    Path mountPoint;

    @BeforeEach
    void mounting_must_be_allowed() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "there is no unshare: a small disk cannot be made");
        var attempt = new ArrayList<>(smallDisk());
        attempt.add("true");
        var probe = new ProcessBuilder(attempt).redirectErrorStream(true).start();
        assumeTrue(
                probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0,
                "mounting is not allowed here: a small disk cannot be made");
    }

    /** A program that makes the disk, with the data of a first start, and then becomes the one whose name follows. */
    private List<String> smallDisk() {
        var copy = Packaged.firstData()
                .map(first -> " && cp -a '" + first + "' '" + mountPoint.resolve("data") + "'")
                .orElse("");
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=320m,mode=700 ledger-test '" + mountPoint + "'" + copy + " && exec \"$@\"",
                "sh");
    }

    @Test
    void writes_are_refused_reads_go_on_and_nothing_is_lost_when_there_is_room_again() throws Exception {
        try (var ledger = LedgerProcess.start(
                smallDisk(), Map.of(), "serve", "--port=0", "--data=" + mountPoint.resolve("data"))) {
            var url = ledger.awaitReady();
            // The disk is in the process's own mount namespace, and seen from here through it.
            var disk = Path.of("/proc/" + ledger.pid() + "/root" + mountPoint);
            var data = new LedgerData(disk.resolve("data"));
            try (var client = new LedgerClient(url, data)) {
                var writers = new Writers(client);
                open(client);
                writers.start();
                await().atMost(PATIENCE).until(() -> writers.accepted.size() > 100);

                var filler = fill(disk);
                await().atMost(PATIENCE).until(() -> writers.refused.contains(503));
                await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> {
                    assertThat(client.get(ACCOUNT + "/balance").status()).isEqualTo(200);
                    assertThat(client.get(ACCOUNT + "/entries").status()).isEqualTo(200);
                    return client.post(ACCOUNT + "/deductions", "while-full", "{\"amount\":1,\"type\":\"custom\"}")
                                    .status()
                            == 503;
                });
                var acceptedWhenFull = writers.accepted.size();

                Files.delete(filler);
                await().atMost(PATIENCE).until(() -> writers.accepted.size() > acceptedWhenFull + 100);
                writers.stop();

                assertThat(writers.refused).containsOnly(503);
                var logged = data.ask(
                        "SELECT payload ->> 'deduction' FROM log.events WHERE type =" + " 'account.credits-deducted'");
                assertThat(logged).doesNotHaveDuplicates().containsAll(writers.accepted);
                assertThat(client.post(ACCOUNT + "/deductions", "while-full", "{\"amount\":1,\"type\":\"custom\"}")
                                .status())
                        .isEqualTo(201);
            }
        }
    }

    /** Without the reserve the writers would take what is left, and the database would be the one that has no room. */
    @Test
    void writes_are_refused_before_the_database_meets_a_full_disk() throws Exception {
        try (var ledger = LedgerProcess.start(
                smallDisk(), Map.of(), "serve", "--port=0", "--data=" + mountPoint.resolve("data"))) {
            var url = ledger.awaitReady();
            var disk = Path.of("/proc/" + ledger.pid() + "/root" + mountPoint);
            var data = new LedgerData(disk.resolve("data"));
            var database = data.database().orElseThrow();
            try (var client = new LedgerClient(url, data)) {
                var writers = new Writers(client);
                open(client);
                writers.start();
                await().atMost(PATIENCE).until(() -> writers.accepted.size() > 100);

                var filler = fillButFor(LEFT_BYTES, disk);
                await().atMost(PATIENCE).until(() -> writers.refused.contains(503));
                await().during(Duration.ofSeconds(3))
                        .atMost(PATIENCE)
                        .until(() -> client.get(ACCOUNT + "/balance").status() == 200);
                assertThat(Files.getFileStore(disk).getUsableSpace()).isGreaterThan(LEFT_BYTES / 2);
                Files.delete(filler);
                var acceptedWhenFull = writers.accepted.size();
                await().atMost(PATIENCE).until(() -> writers.accepted.size() > acceptedWhenFull + 100);
                writers.stop();

                assertThat(writers.reasons).isNotEmpty().containsOnly("disk_full");
                assertThat(data.database()).as("the same process").contains(database);
                assertThat(disk.resolve("data/postgres.log"))
                        .content()
                        .doesNotContain("PANIC")
                        .doesNotContain("No space left");
            }
        }
    }

    private static void open(LedgerClient client) throws IOException {
        assertThat(client.post("/api/v1/accounts", "open", "{\"accountId\":\"alice\"}")
                        .status())
                .isEqualTo(201);
        assertThat(client.post(
                                ACCOUNT + "/grants",
                                "grant",
                                "{\"amount\":900000000,\"source\":\"gift\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(201);
    }

    private static Path fillButFor(long leftBytes, Path disk) throws IOException {
        var filler = disk.resolve("filler");
        var block = new byte[1 << 20];
        try (var file = Files.newOutputStream(filler)) {
            while (Files.getFileStore(disk).getUsableSpace() > leftBytes + block.length) {
                file.write(block);
            }
        }
        return filler;
    }

    /** Takes all the room there is. */
    private static Path fill(Path disk) throws IOException {
        var filler = disk.resolve("filler");
        var block = new byte[1 << 20];
        try (var file = Files.newOutputStream(filler)) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return filler;
    }

    /** Clients that spend as fast as they are answered. */
    private static final class Writers {
        private final LedgerClient client;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();
        private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
        private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

        Writers(LedgerClient client) {
            this.client = client;
        }

        void start() {
            for (var writer = 0; writer < WRITERS; writer++) {
                var name = "writer-" + writer + "-";
                threads.add(Thread.ofVirtual().start(() -> write(name)));
            }
        }

        private void write(String name) {
            for (var i = 0; !stopped.get(); i++) {
                try {
                    var answer = client.post(ACCOUNT + "/deductions", name + i, "{\"amount\":1,\"type\":\"custom\"}");
                    if (answer.status() == 201) {
                        accepted.add(answer.json().path("deductionId").asString());
                    } else {
                        reasons.add(answer.json().path("reason").asString());
                        refused.add(answer.status());
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            for (var thread : threads) {
                thread.join();
            }
        }
    }
}
