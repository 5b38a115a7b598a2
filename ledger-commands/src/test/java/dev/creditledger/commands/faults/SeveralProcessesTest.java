package dev.creditledger.commands.faults;

import static dev.creditledger.commands.faults.RacingNode.ACCOUNT;
import static dev.creditledger.commands.faults.RacingNode.KEYS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.bus.Node;
import dev.creditledger.log.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in processes of their own, which share nothing but the database. */
class SeveralProcessesTest {

    private static final int PROCESSES = 2;

    private final TestDatabase database = TestDatabase.fresh();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void drop() {
        processes.forEach(Process::destroyForcibly);
        database.close();
    }

    /** What one process was answered under a key that was accepted. */
    private record Told(long position, BigDecimal available, boolean replayed) {}

    @Test
    void processes_that_race_on_one_account_neither_double_nor_lose_and_give_the_same_answers() throws Exception {
        try (var node = new Node(database)) {
            node.openWith(ACCOUNT, 250);
        }
        var readers = new ArrayList<BufferedReader>();
        for (var i = 0; i < PROCESSES; i++) {
            var process = start(i);
            processes.add(process);
            readers.add(process.inputReader(UTF_8));
        }
        for (var reader : readers) {
            assertThat(reader.lines().anyMatch(RacingNode.READY::equals)).isTrue();
        }
        for (var process : processes) {
            process.outputWriter(UTF_8).append("go\n").flush();
        }

        var told = new ArrayList<Map<String, Told>>();
        var conflicts = 0L;
        for (var i = 0; i < PROCESSES; i++) {
            var lines = readers.get(i).lines().toList();
            assertThat(processes.get(i).waitFor(1, MINUTES)).isTrue();
            assertThat(processes.get(i).exitValue()).isZero();
            told.add(answers(lines));
            conflicts += number(lines, RacingNode.CONFLICTS);
        }

        assertThat(conflicts).isPositive();
        audit(told);
    }

    private Process start(int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Ddisable-axoniq-console-message=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RacingNode.class.getName(),
                        database.jdbcUrl(TestDatabase.APP),
                        Integer.toString(number))
                .redirectErrorStream(true)
                .start();
    }

    private static Map<String, Told> answers(List<String> lines) {
        var answers = new HashMap<String, Told>();
        var keys = new HashSet<String>();
        for (var line : lines) {
            if (line.startsWith(RacingNode.ANSWER)) {
                var words = line.split(" ", -1);
                assertThat(keys.add(words[1])).isTrue();
                if (words.length == 5) {
                    answers.put(
                            words[1],
                            new Told(
                                    Long.parseLong(words[2]),
                                    new BigDecimal(words[3]),
                                    Boolean.parseBoolean(words[4])));
                }
            }
        }
        assertThat(keys).as("keys answered, of which %s", lines).hasSize(KEYS);
        return answers;
    }

    private static long number(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what))
                .mapToLong(line -> Long.parseLong(line.substring(what.length())))
                .sum();
    }

    private void audit(List<Map<String, Told>> told) throws SQLException {
        var stored = new HashMap<String, Told>();
        var left = BigDecimal.ZERO;
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT position, sequence, metadata ->> 'idempotencyKey',
                               CASE type WHEN 'account.credits-granted' THEN (payload ->> 'amount')::numeric
                                         WHEN 'account.credits-deducted' THEN -(payload ->> 'amount')::numeric
                                         ELSE 0 END,
                               (payload -> 'balance' ->> 'available')::numeric
                        FROM log.events ORDER BY position""")) {
            for (var count = 1; row.next(); count++) {
                assertThat(row.getLong(1)).isEqualTo(count);
                assertThat(row.getLong(2)).isEqualTo(count - 1);
                left = left.add(row.getBigDecimal(4));
                assertThat(left).isEqualByComparingTo(row.getBigDecimal(5)).isNotNegative();
                var key = row.getString(3);
                assertThat(stored.put(key, new Told(count, row.getBigDecimal(5), false)))
                        .as(key)
                        .isNull();
            }
        }
        IntStream.range(0, KEYS).mapToObj(RacingNode::key).forEach(key -> check(key, stored.get(key), told));
    }

    private static void check(String key, @Nullable Told stored, List<Map<String, Told>> told) {
        var answers = told.stream()
                .filter(each -> each.containsKey(key))
                .map(each -> each.get(key))
                .toList();
        if (stored == null) {
            assertThat(answers).as(key).isEmpty();
            return;
        }
        assertThat(answers).as(key).isNotEmpty();
        assertThat(answers).as(key).allSatisfy(answer -> {
            assertThat(answer.position()).isEqualTo(stored.position());
            assertThat(answer.available()).isEqualByComparingTo(stored.available());
        });
        assertThat(answers).as(key).filteredOn(answer -> !answer.replayed()).hasSize(1);
    }
}
