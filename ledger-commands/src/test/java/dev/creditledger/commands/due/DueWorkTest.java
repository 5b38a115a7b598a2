package dev.creditledger.commands.due;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.bus.Node;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.log.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DueWorkTest {

    private static final Duration TICK = Duration.ofMillis(100);

    private final TestDatabase database = TestDatabase.fresh();
    private final Node node = new Node(database);
    private volatile Instant now = NOON;

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    void all_that_is_due_is_written_page_by_page() {
        var accounts = accountsWithGrantUntil(NOON.plusSeconds(60), DueSettlement.PAGE * 2 + 50);
        var work = settlement(accounts);
        assertThat(work.settle()).isEqualTo(node.log.head()).isEqualTo(accounts.size() * 2L);

        now = NOON.plusSeconds(60);
        var position = work.settle();

        assertThat(position).isEqualTo(accounts.size() * 3L);
        assertThat(accounts)
                .allSatisfy(account ->
                        assertThat(node.events(account).getLast().event()).isInstanceOf(CreditsExpired.class));
    }

    @Test
    void a_list_that_is_out_of_date_does_no_harm_and_ends() {
        var account = accountsWithGrantUntil(NOON.plusSeconds(60), 1).getFirst();
        DueAccounts outOfDate = (_, _, _) -> List.of(account, new AccountId("gone"));

        var position = new DueSettlement(outOfDate, node.dispatch, node.log, InstantSource.fixed(NOON)).settle();

        assertThat(position).isEqualTo(2);
    }

    @Test
    void the_job_writes_what_has_become_due_and_goes_on_after_a_restart() {
        var soon = accountsWithGrantUntil(NOON.plusSeconds(60), 3);
        try (var job =
                new DueJob(database.app(), List.of(new DueJob.Task("settle-due", settlement(soon), TICK))).start()) {
            now = NOON.plusSeconds(60);
            Awaitility.await().until(() -> soon.stream().allMatch(this::isExpired));
            assertThat(job).isNotNull();
        }

        var later = new AccountId("later");
        openWithGrantUntil(later, NOON.plusSeconds(90));
        try (var job = new DueJob(
                        database.app(), List.of(new DueJob.Task("settle-due", settlement(List.of(later)), TICK)))
                .start()) {
            now = NOON.plusSeconds(90);
            Awaitility.await().until(() -> isExpired(later));
            assertThat(job).isNotNull();
        }
    }

    @Test
    void the_job_runs_on_one_node_at_a_time() {
        var running = new AtomicInteger();
        var runningMost = new AtomicInteger();
        var runs = new AtomicInteger();
        var enough = new CompletableFuture<Void>();
        var nodes = Stream.generate(() -> new DueJob(
                        database.app(),
                        List.of(new DueJob.Task(
                                "settle-due",
                                () -> {
                                    runningMost.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    othersHaveTicked();
                                    running.decrementAndGet();
                                    if (runs.incrementAndGet() == 3) {
                                        enough.complete(null);
                                    }
                                    return 0;
                                },
                                TICK))))
                .limit(3)
                .toList();
        nodes.forEach(DueJob::start);

        Awaitility.await().until(enough::isDone);

        nodes.forEach(DueJob::close);
        assertThat(runningMost).hasValue(1);
    }

    private static void othersHaveTicked() {
        var begin = System.nanoTime();
        Awaitility.await()
                .until(() -> System.nanoTime() - begin > TICK.multipliedBy(4).toNanos());
    }

    private List<AccountId> accountsWithGrantUntil(Instant expiry, int count) {
        var accounts = IntStream.range(0, count)
                .mapToObj(i -> new AccountId("account-" + i))
                .toList();
        accounts.stream().map(account -> opening(account, expiry)).toList().forEach(CompletableFuture::join);
        return accounts;
    }

    private void openWithGrantUntil(AccountId account, Instant expiry) {
        opening(account, expiry).join();
    }

    private CompletableFuture<?> opening(AccountId account, Instant expiry) {
        return CompletableFuture.allOf(
                node.submit(open(account), "open"),
                node.submit(grant(account, 5, "grant", NOON, Optional.of(expiry)), "grant"));
    }

    private DueSettlement settlement(List<AccountId> accounts) {
        DueAccounts due = (at, max, _) -> accounts.stream()
                .filter(account -> isDue(account, at))
                .limit(max)
                .toList();
        return new DueSettlement(due, node.dispatch, node.log, () -> now);
    }

    private boolean isDue(AccountId account, Instant at) {
        var state = node.replayed(account);
        return !state.settled(at).equals(state);
    }

    private boolean isExpired(AccountId account) {
        return node.events(account).getLast().event() instanceof CreditsExpired;
    }
}
