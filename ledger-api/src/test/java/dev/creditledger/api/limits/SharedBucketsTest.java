package dev.creditledger.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.database.DatabaseSettings;
import dev.creditledger.log.TestDatabase;
import io.github.bucket4j.ConsumptionProbe;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedBucketsTest {

    private static final Policy TEN = new Policy("api", 10);
    private static final String KEY = "api:10:somebody";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestDatabase database = TestDatabase.fresh();
    private final HandTime time = new HandTime(1_800_000_000_000L);
    private final SharedBuckets one = buckets(database.jdbcUrl(TestDatabase.APP), PATIENCE);
    private final SharedBuckets other = buckets(database.jdbcUrl(TestDatabase.APP), PATIENCE);

    private SharedBuckets buckets(String url, Duration patience) {
        return new SharedBuckets(
                new DatabaseSettings(url, TestDatabase.APP, "", 12, Duration.ofSeconds(5), false), patience, time);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        database.close();
    }

    @Test
    void what_is_used_on_one_node_is_used_on_the_other() {
        for (var i = 0; i < 5; i++) {
            assertThat(one.take(KEY, TEN))
                    .hasValueSatisfying(probe -> assertThat(probe.isConsumed()).isTrue());
            assertThat(other.take(KEY, TEN))
                    .hasValueSatisfying(probe -> assertThat(probe.isConsumed()).isTrue());
        }
        time.advance(Duration.ofSeconds(15));
        var refused = Verdict.of(TEN, one.take(KEY, TEN).orElseThrow());
        assertThat(refused).isEqualTo(Verdict.refused(TEN, TimeUnit.SECONDS.toNanos(45)));

        time.advance(Duration.ofSeconds(45));
        assertThat(other.take(KEY, TEN).orElseThrow().getRemainingTokens()).isEqualTo(9);
    }

    @Test
    void many_at_once_on_both_nodes_are_let_in_ten_times() throws Exception {
        var first = new Counter.OnAllNodes(TEN, () -> one.take(KEY, TEN), PATIENCE, time);
        var second = new Counter.OnAllNodes(TEN, () -> other.take(KEY, TEN), PATIENCE, time);
        // The first question opens a connection.
        var admitted = first.take().admitted() ? 1 : 0;
        admitted += second.take().admitted() ? 1 : 0;
        var requests = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < 200; i++) {
            var counter = i % 2 == 0 ? first : second;
            requests.add(() -> counter.take().admitted());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(requests)) {
                admitted += answer.get() ? 1 : 0;
            }
        }
        assertThat(admitted).isEqualTo(10);
    }

    @Test
    void rows_that_are_over_are_removed_and_others_stay() throws SQLException {
        one.take(KEY, TEN);
        one.take("api:10:another", TEN);
        one.sweep();
        assertThat(rows()).hasSize(2);
        // They are over by the machine's clock, which nobody moves.
        try (var connection = database.app().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE limits.bucket SET expires_at = expires_at - 3600000 WHERE id = '" + KEY + "'");
        }

        one.sweep();

        assertThat(rows()).containsExactly("api:10:another");
    }

    private List<String> rows() throws SQLException {
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT id FROM limits.bucket")) {
            var ids = new ArrayList<String>();
            while (answer.next()) {
                ids.add(answer.getString(1));
            }
            return ids;
        }
    }

    @Test
    void a_node_whose_database_does_not_answer_counts_alone() {
        try (var lost = buckets("jdbc:postgresql://127.0.0.1:1/nothing", Duration.ofMillis(250))) {
            assertThat(lost.take(KEY, TEN)).isEmpty();
            var counter = new Counter.OnAllNodes(TEN, () -> lost.take(KEY, TEN), PATIENCE, time);
            for (var i = 0; i < 10; i++) {
                assertThat(counter.take().admitted()).isTrue();
            }
            assertThat(counter.take().admitted()).isFalse();
        }
    }

    @Test
    void after_a_refusal_the_database_is_not_asked_before_the_new_minute() {
        var asked = new AtomicInteger();
        var counter = new Counter.OnAllNodes(
                TEN,
                () -> {
                    asked.incrementAndGet();
                    return Optional.of(
                            ConsumptionProbe.rejected(0, TimeUnit.SECONDS.toNanos(30), TimeUnit.SECONDS.toNanos(30)));
                },
                PATIENCE,
                time);

        for (var i = 0; i < 1_000; i++) {
            assertThat(counter.take().secondsToReset()).isEqualTo(30);
        }
        assertThat(asked).hasValue(1);

        time.advance(Duration.ofSeconds(30));
        counter.take();
        assertThat(asked).hasValue(2);
    }

    @Test
    void what_was_used_before_the_database_was_lost_stays_used() {
        var answers = new AtomicInteger();
        var counter = new Counter.OnAllNodes(
                TEN,
                () -> answers.incrementAndGet() <= 8
                        ? Optional.of(ConsumptionProbe.consumed(1, TimeUnit.SECONDS.toNanos(60)))
                        : Optional.empty(),
                PATIENCE,
                time);

        for (var i = 0; i < 10; i++) {
            assertThat(counter.take().admitted()).isTrue();
        }
        assertThat(counter.take().admitted()).isFalse();
    }
}
