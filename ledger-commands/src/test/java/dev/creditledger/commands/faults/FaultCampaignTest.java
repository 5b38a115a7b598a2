package dev.creditledger.commands.faults;

import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.faults.Asked.Health;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many callers, two nodes, one database, and a fault at every other append. Whatever happens, each caller gets a true
 * answer in the end, and what is in the log is exactly what was answered.
 *
 * <p>The seed decides what is asked, and which faults come in which order; how threads take turns it cannot decide. To
 * repeat a run: {@code -Dfaults.seed=…}; how many faults: {@code -Dfaults=…}.
 */
class FaultCampaignTest {

    private static final int CALLERS = 64;
    private static final int ACCOUNTS = 8;

    /** So that a broken ledger makes this fail, and not last for ever. */
    private static final Duration PER_FAULT_MAX = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final int faults = Integer.getInteger("faults", 240);
    private final TestDatabase database = TestDatabase.fresh();
    private final Journal journal = new Journal();
    private final long begin = System.nanoTime();
    private final long end =
            begin + GRACE.plus(PER_FAULT_MAX.multipliedBy(faults)).toNanos();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void whatever_breaks_what_was_acknowledged_is_stored_once_and_nothing_else() throws Exception {
        var accounts = IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> new AccountId("account-" + i))
                .toList();
        var random = new Random(seed);
        var deck = new Deck(faults, new Random(random.nextLong()));
        try (var cluster = new Cluster(database)) {
            accounts.forEach(account -> openOn(cluster, account));
            var trouble = trouble(cluster, deck, accounts.getFirst());
            run(callers(cluster, deck, accounts, random));
            trouble.forEach(Troublemaker::deliverLate);
        }

        System.out.printf(
                "faults.seed=%d, %d faults hit an append in %d s: %s%n%s%n",
                seed, deck.hits(), (System.nanoTime() - begin) / 1_000_000_000, deck, Auditor.summary(journal));
        assertThat(new Auditor(database.superuser(), journal).findings())
                .as("faults.seed=%d", seed)
                .isEmpty();
        assertThat(deck.hits()).isEqualTo(faults);
    }

    private void openOn(Cluster cluster, AccountId account) {
        for (var asked : List.of(asked(open(account), "open"), asked(grant(account, 100, "grant"), "grant"))) {
            journal.add(asked);
            asked.answered(cluster.node(0).now(asked.command, asked.key));
        }
    }

    private static Asked asked(AccountCommand command, String key) {
        return new Asked(command, key, Health.SOUND);
    }

    private List<Troublemaker> trouble(Cluster cluster, Deck deck, AccountId hot) {
        var direct = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));
        var administrator = new Administrator(database);
        var foreign = new ForeignWriter(direct, journal);
        var trouble = new ArrayList<Troublemaker>();
        for (var place : cluster.places()) {
            var maker = new Troublemaker(place, deck, administrator, foreign, hot);
            place.wire.befallAppends(maker);
            trouble.add(maker);
        }
        return trouble;
    }

    private List<Caller> callers(Cluster cluster, Deck deck, List<AccountId> accounts, Random random) {
        return IntStream.range(0, CALLERS)
                .mapToObj(number -> new Caller(
                        number,
                        accounts,
                        cluster,
                        journal,
                        () -> !deck.isDone() && System.nanoTime() < end,
                        () -> System.nanoTime() < end + GRACE.toNanos(),
                        new Random(random.nextLong())))
                .toList();
    }

    private static void run(List<Caller> callers) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = callers.stream()
                    .map(caller -> CompletableFuture.runAsync(caller, threads))
                    .toList();
            running.forEach(CompletableFuture::join);
        }
    }
}
