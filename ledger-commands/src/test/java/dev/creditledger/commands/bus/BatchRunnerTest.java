package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.key;
import static dev.creditledger.commands.Samples.open;
import static dev.creditledger.commands.Samples.reverse;
import static dev.creditledger.commands.Samples.tooLarge;
import static dev.creditledger.commands.Samples.withoutAmount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.account.AccountRepository;
import dev.creditledger.commands.account.AccountStates;
import dev.creditledger.commands.account.ColdAccounts;
import dev.creditledger.commands.bus.Work.Decide;
import dev.creditledger.commands.bus.Work.Once;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Outcome.Unknown;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.LogMetaData;
import dev.creditledger.log.store.PostgresEventStorageEngine;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.store.UnstorableEventException;
import dev.creditledger.log.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.monitoring.MessageMonitor;
import org.axonframework.monitoring.NoOpMessageMonitorCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What shares a batch, decided on the test's own thread. */
class BatchRunnerTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    /** Who deducts exactly this breaks the event store, after the event has changed the account. */
    private static final Credits SPOILING = credits(666);

    private final AccountId account = new AccountId("account-" + ACCOUNTS.incrementAndGet());
    private final AccountId other = new AccountId(account + "-other");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventLog log = new EventLog(DATABASE.app(), Vault.open(DATABASE.app(), DATABASE.masterKey()));
    private final BatchRunner runner = runner();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void the_same_key_twice_in_a_batch_has_one_effect() {
        var outcomes = run(
                opening(account), granting(account, 10), deducting(account, 4, "chat"), deducting(account, 4, "chat"));

        var first = (Accepted) outcomes.get(2);
        assertThat(outcomes.get(3)).isEqualTo(new Accepted(first.event(), first.position(), true));
        assertThat(log.ofAggregate(account.value(), 0, 10)).hasSize(3);
    }

    @Test
    void another_request_under_the_same_key_in_a_batch_is_told_so() {
        var outcomes = run(
                opening(account), granting(account, 10), deducting(account, 4, "chat"), deducting(account, 5, "chat"));

        assertThat(outcomes.get(3)).isEqualTo(new KeyReused());
    }

    @Test
    void a_key_that_is_rejected_first_and_accepted_later_in_a_batch_has_one_effect() {
        var outcomes = run(
                opening(account), deducting(account, 4, "chat"), granting(account, 10), deducting(account, 4, "chat"));

        var effect = (Accepted) outcomes.get(3);
        assertThat(effect.replayed()).isFalse();
        assertThat(outcomes.get(1)).isEqualTo(new Accepted(effect.event(), effect.position(), true));
        assertThat(log.ofAggregate(account.value(), 0, 10)).hasSize(3);
    }

    @Test
    void a_reversal_sees_the_deduction_and_the_reversals_that_share_its_batch() {
        var outcomes = run(
                opening(account),
                granting(account, 10),
                deducting(account, 8, "chat"),
                work(reverse(account, "chat", Optional.of(credits(5)), "back-1"), "back-1"),
                work(reverse(account, "chat", Optional.of(credits(5)), "back-2"), "back-2"),
                work(reverse(account, "chat", Optional.empty(), "back-3"), "back-3"));

        assertThat(outcomes.get(3)).isInstanceOf(Accepted.class);
        assertThat(outcomes.get(4)).isEqualTo(new Rejected(new ReversalExceedsDeduction(credits(5), credits(3))));
        assertThat(outcomes.get(5)).isInstanceOf(Accepted.class);
        assertThat(available(outcomes.get(5))).isEqualTo(credits(10));
    }

    @Test
    void a_command_that_breaks_its_handler_takes_nobody_with_it() {
        run(opening(account), granting(account, 100));
        var works = IntStream.range(0, 100)
                .mapToObj(i -> switch (i % 10) {
                    case 3 -> work(withoutAmount(account, "broken-" + i), "broken-" + i);
                    case 5, 7 -> deducting(account, 1_000, "big-" + i);
                    default -> deducting(account, 1, "chat-" + i);
                })
                .toArray(Work[]::new);

        var outcomes = run(works);

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(70);
        assertThat(outcomes).filteredOn(Rejected.class::isInstance).hasSize(20);
        assertThat(outcomes).filteredOn(Exception.class::isInstance).hasSize(10);
        assertThat(log.ofAggregate(account.value(), 0, 1_000)).hasSize(72);
        assertThat(metrics.get("ledger.commands.commit").timer().count()).isEqualTo(2);
    }

    @Test
    void nothing_of_a_command_that_breaks_after_its_event_stays() {
        run(opening(account), granting(account, 1_000), opening(other), granting(other, 1_000));

        var outcomes = run(
                deducting(account, 1, "before"),
                deducting(other, 1, "before"),
                work(deduct(account, 666, "spoiling"), "spoiling"),
                deducting(account, 1, "after"),
                deducting(other, 1, "after"));

        assertThat(outcomes.get(2)).isInstanceOf(Exception.class);
        assertThat(available(outcomes.get(3))).isEqualTo(credits(998));
        assertThat(available(outcomes.get(4))).isEqualTo(credits(998));
        assertThat(log.ofAggregate(account.value(), 0, 10)).hasSize(4);
        assertThat(log.ofAggregate(other.value(), 0, 10)).hasSize(4);
    }

    @Test
    void of_500_commands_a_fifth_is_rejected_and_two_handlers_break_and_the_rest_is_untouched() {
        var accounts = IntStream.range(0, 5)
                .mapToObj(i -> new AccountId(account + "-" + i))
                .toList();
        accounts.forEach(each -> run(opening(each), granting(each, 1_000)));
        var works = IntStream.range(0, 500)
                .mapToObj(i -> {
                    var each = accounts.get(i / 5 % 5);
                    return switch (i) {
                        case 137 -> work(withoutAmount(each, "call-137"), "call-137");
                        case 358 -> work(deduct(each, 666, "call-358"), "call-358");
                        default -> deducting(each, i % 5 == 0 ? 10_000 : 2, "call-" + i);
                    };
                })
                .toList();

        try (var appender = Executors.newSingleThreadExecutor()) {
            workOff(works, appender);
        }

        assertThat(works.get(137).outcome()).isCompletedExceptionally();
        assertThat(works.get(358).outcome()).isCompletedExceptionally();
        assertThat(IntStream.iterate(0, i -> i < 500, i -> i + 5).mapToObj(works::get))
                .allSatisfy(
                        work -> assertThat(work.outcome()).isCompletedWithValueMatching(Rejected.class::isInstance));
        for (var each : accounts) {
            var accepted = works.stream()
                    .filter(work -> work.account().equals(each)
                            && !work.outcome().isCompletedExceptionally()
                            && work.outcome().join() instanceof Accepted)
                    .toList();
            assertStoredInOrder(each, accepted);
        }
        assertThat(log.head()).isEqualTo(log.after(0, 10_000).size());
    }

    /** Each once, with the very event and position that its caller was told, and nothing besides. */
    private void assertStoredInOrder(AccountId each, List<Work> accepted) {
        var stored = log.ofAggregate(each.value(), 2, 1_000);
        assertThat(accepted).hasSizeBetween(79, 80);
        assertThat(stored).hasSameSizeAs(accepted);
        for (var i = 0; i < accepted.size(); i++) {
            var event = stored.get(i);
            assertThat(accepted.get(i).outcome().join())
                    .isEqualTo(new Accepted(event.event(), event.position(), false));
            assertThat(event.key()).isEqualTo(accepted.get(i).once().map(Once::key));
            assertThat(available(accepted.get(i).outcome().join())).isEqualTo(credits(1_000 - 2L * (i + 1)));
        }
    }

    @Test
    void an_event_that_cannot_be_written_takes_nobody_with_it() {
        run(opening(account), granting(account, 100));
        var works = IntStream.range(0, 20)
                .mapToObj(i -> i == 13
                        ? new Work(
                                account,
                                new Decide(
                                        message(deduct(account, 1, "bad"), MetaData.emptyInstance()), Optional.empty()))
                        : deducting(account, 1, "chat-" + i))
                .toArray(Work[]::new);

        var outcomes = run(works);

        assertThat(outcomes.get(13)).isInstanceOf(Exception.class);
        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(19);
        assertThat(available(outcomes.get(19))).isEqualTo(credits(81));
    }

    @Test
    void an_event_that_the_database_does_not_take_takes_nobody_with_it() {
        run(opening(account), granting(account, 100));
        var works = IntStream.range(0, 20)
                .mapToObj(i -> i == 13 ? work(tooLarge(account, "bad"), "bad") : deducting(account, 1, "chat-" + i))
                .toArray(Work[]::new);

        var outcomes = run(works);

        assertThat(outcomes.get(13)).isInstanceOf(UnstorableEventException.class);
        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(19);
        assertThat(available(outcomes.get(19))).isEqualTo(credits(81));
    }

    @Test
    void commands_are_answered_though_nothing_can_be_appended_on_the_side() {
        var works = List.of(opening(account), granting(account, 10), deducting(account, 4, "chat"));

        workOff(works, _ -> {
            throw new RejectedExecutionException();
        });

        assertThat(works)
                .allSatisfy(
                        work -> assertThat(work.outcome()).isCompletedWithValueMatching(Accepted.class::isInstance));
        assertThat(log.ofAggregate(account.value(), 0, 10)).hasSize(3);
    }

    @Test
    void nothing_is_built_on_what_an_error_kept_from_being_appended() {
        run(opening(account), granting(account, 10));
        var lost = deducting(account, 4, "lost");

        workOff(List.of(lost), _ -> {
            throw new StackOverflowError();
        });

        assertThat(lost.outcome()).isCompletedExceptionally();
        assertThat(available(run(deducting(account, 1, "chat")).getFirst())).isEqualTo(credits(9));
        assertThat(log.ofAggregate(account.value(), 0, 10).getLast().sequence()).isEqualTo(2);
    }

    @Test
    void what_its_caller_gave_up_before_it_was_decided_has_no_effect() {
        run(opening(account), granting(account, 10));
        var abandoned = deducting(account, 4, "abandoned");
        abandoned.answer(new Unknown());

        workOff(List.of(abandoned, deducting(account, 1, "chat")), Runnable::run);

        assertThat(available(run(deducting(account, 1, "more")).getFirst())).isEqualTo(credits(8));
        assertThat(log.ofAggregate(account.value(), 0, 10)).hasSize(4);
    }

    private void workOff(List<Work> works, Executor appender) {
        var inbox = new Inbox(works.size());
        works.forEach(inbox::offer);
        inbox.close();
        new Pipeline(inbox, works.size(), runner, appender).workOff();
    }

    private List<Object> run(Work... works) {
        runner.run(List.of(works));
        return Stream.of(works)
                .<Object>map(work -> work.outcome()
                        .handle((outcome, failure) -> failure == null ? (Object) outcome : failure)
                        .join())
                .toList();
    }

    private static Credits available(Object outcome) {
        return ((AccountEvent) ((Accepted) outcome).event()).balance().available();
    }

    private static Work opening(AccountId account) {
        return work(open(account), "open");
    }

    private static Work granting(AccountId account, long amount) {
        return work(grant(account, amount, "grant"), "grant");
    }

    private static Work deducting(AccountId account, long amount, String key) {
        return work(deduct(account, amount, key), key);
    }

    private static Work work(BoundCommand command, String name) {
        var account = command.account();
        var once = new Once(key(name), KeyedId.hash(KeyedId.of(account, key(name))), command.toString());
        var metaData = new HashMap<String, Object>();
        metaData.put(LogMetaData.CAUSE, Cause.system("test", "request"));
        metaData.put(LogMetaData.IDEMPOTENCY_KEY, once.key());
        metaData.put(LogMetaData.FINGERPRINT, once.fingerprint());
        return new Work(account, new Decide(message(command, MetaData.from(metaData)), Optional.of(once)));
    }

    private static GenericCommandMessage<BoundCommand> message(BoundCommand command, MetaData metaData) {
        return new GenericCommandMessage<>(command, metaData);
    }

    private BatchRunner runner() {
        var states = new AccountStates(10_000);
        var snapshots = new SnapshotStore(DATABASE.app());
        var engine = new PostgresEventStorageEngine(log, snapshots);
        var store = EmbeddedEventStore.builder()
                .storageEngine(engine)
                .messageMonitor(BatchRunnerTest::spoil)
                .build();
        var accounts = new AccountRepository(store, engine, new ColdAccounts(log, snapshots), states, 500, _ -> {});
        return new BatchRunner(accounts, states, log, new RecentKeys(), new CommandMetrics(metrics));
    }

    private static MessageMonitor.MonitorCallback spoil(EventMessage<?> message) {
        if (message.getPayload() instanceof CreditsDeducted deducted
                && deducted.amount().equals(SPOILING)) {
            throw new IllegalStateException("spoiled");
        }
        return NoOpMessageMonitorCallback.INSTANCE;
    }
}
