package dev.creditledger.domain.root;

import static dev.creditledger.domain.AuditedLot.micros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Standing;
import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.Session;
import dev.creditledger.domain.session.SessionCommand;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.Heartbeat;
import dev.creditledger.domain.session.SessionCommand.ResumeSession;
import dev.creditledger.domain.session.SessionCommand.WatchSession;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionRejection.MeteredOtherwise;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random lives of an account with live sessions, each event of which is audited: by {@link LiveBooks} as to where the
 * credits are, by {@link LiveWitness} as to time, charges, quotas and announcements.
 */
class SessionModelTest {

    private static final int LIVES = 2_000;
    private static final int COMMANDS = 60;

    @Test
    void random_lives_keep_every_promise() {
        var answers = new TreeMap<String, Integer>();
        for (var seed = 0; seed < LIVES; seed++) {
            new Life(seed).live().forEach((answer, times) -> answers.merge(answer, times, Integer::sum));
        }
        // A generator that never provokes an answer would test nothing of it.
        assertThat(answers.keySet())
                .contains(
                        "SessionStarted",
                        "SessionResumed",
                        "HeartbeatReceived",
                        "SessionCheckpointed",
                        "DeductionReversed",
                        "SubscriptionRenewed",
                        "AccountUnfrozen",
                        "GrantRevoked",
                        "CreditsExpired",
                        "HoldPlaced",
                        "a client stopped at the last second",
                        "a server stopped at the last second",
                        "orphaned",
                        "a later connection goes on",
                        "20 %",
                        "10 %",
                        "5 %",
                        "InsufficientCredits",
                        "NothingNew",
                        "SecondsAheadOfClock",
                        "SessionAlreadyRuns",
                        "SessionHasEnded",
                        "TakenOver",
                        "MeteredOtherwise",
                        "QuotaExceeded",
                        "NotAllowed");
        for (var reason : EndReason.values()) {
            assertThat(answers).containsKey("ended: " + reason);
        }
    }

    /** One life, from its seed. */
    private static final class Life {

        private final int seed;
        private final RandomLive requests;
        private final Customer customer;
        private final LiveBooks books = new LiveBooks();
        private final LiveWitness witness = new LiveWitness();
        private final Map<String, Integer> answers = new HashMap<>();

        /** Whether quotas were changed: then what was granted before may be more than they leave. */
        private boolean lowered;

        private BoundCommand asked = new SettleDue(Customer.ID, Instant.EPOCH);

        Life(int seed) {
            this.seed = seed;
            requests = new RandomLive(seed);
            customer = Customer.openedAt(requests.now());
        }

        Map<String, Integer> live() {
            try {
                var middle = customer.root();
                var eventsAtMiddle = 0;
                for (var count = 0; count < COMMANDS; count++) {
                    step();
                    if (count == COMMANDS / 2) {
                        middle = customer.root();
                        eventsAtMiddle = customer.events().size();
                    }
                }
                var events = customer.events();
                assertThat(AccountRoot.unopened(Customer.ID).evolve(events)).isEqualTo(customer.root());
                assertThat(middle.evolve(events.subList(eventsAtMiddle, events.size())))
                        .isEqualTo(customer.root());
                return answers;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed %s: %s ::: %s".formatted(seed, e.getMessage(), asked), e);
            }
        }

        private void step() {
            requests.passTime();
            asked = requests.ask(customer.root());
            var before = customer.root();
            var otherwise = asked instanceof SessionCommand.FollowUp about && witness.isRunOtherwise(about);
            var decision = customer.submit(asked);
            assertThat(decision instanceof Rejected<BoundEvent, Rejection>(var reason)
                            && reason instanceof MeteredOtherwise)
                    .as("only its meter speaks for a session: %s", decision)
                    .isEqualTo(otherwise);
            switch (decision) {
                case Accepted<BoundEvent, Rejection>(var events) -> {
                    var time = before.account().timeOf(asked.at());
                    witnessed(micros(time));
                    if (asked instanceof WatchSession watch) {
                        checkWatch(watch, before, micros(time), endIn(events));
                    }
                    events.forEach(event -> audit(event, before));
                }
                case Rejected<BoundEvent, Rejection>(var reason) ->
                    note(reason.getClass().getSimpleName());
            }
            checkRunning();
            customer.root().live().running().forEach(this::stopsAtTheLastSecond);
        }

        private void note(String answer) {
            answers.merge(answer, 1, Integer::sum);
        }

        /** What the command is evidence of. */
        private void witnessed(long time) {
            if (asked instanceof SessionCommand.FollowUp about) {
                var session = about.session().toString();
                switch (about) {
                    case ResumeSession _ -> witness.reconnected(session, time);
                    case Heartbeat _ -> witness.heard(session, time);
                    case CheckpointSession checkpoint -> witnessed(session, checkpoint.reading(), time);
                    case EndSession end
                    when end.reading().isPresent() ->
                        witnessed(session, end.reading().get(), time);
                    case EndSession end
                    when end.reason() == EndReason.USER_STOPPED || end.reason() == EndReason.ERROR ->
                        witness.used(session, time);
                    case EndSession _, WatchSession _ -> {}
                }
            }
        }

        private void witnessed(String session, Reading reading, long time) {
            switch (reading) {
                case Reading.Counted counted -> witness.told(session, counted.seconds(), time);
                case Reading.Connected connected ->
                    witness.heard(session, Math.min(time, micros(connected.lastActivityAt())));
            }
        }

        private void audit(BoundEvent event, AccountRoot before) {
            books.note(event);
            witness.note(event, (feature, window) -> limit(before, feature, window));
            lowered |= event instanceof AccountQuotaSet || event instanceof SubscriptionChanged;
            if (event instanceof Charged charged) {
                requests.charged(charged.deduction());
            }
            switch (event) {
                case SessionEnded ended -> {
                    note("ended: " + ended.reason());
                    checkEnd(ended);
                }
                case LowBalanceReached low -> note(low.thresholdPercent() + " %");
                default -> note(event.getClass().getSimpleName());
            }
        }

        /** In force when the command was decided: negative, if there is none. */
        private long limit(AccountRoot before, String feature, String window) {
            var tier = before.settled(asked.at())
                    .subscription()
                    .map(it -> it.plan().tier());
            var limits = before.live().quotas().own().getOrDefault(feature, QuotaLimits.NONE);
            var name = Window.valueOf(window.toUpperCase(Locale.ROOT));
            return limits.of(name)
                    .or(() ->
                            requests.tiers().of(tier.orElse(Tier.FREE), feature).of(name))
                    .orElse(-1L);
        }

        private static Optional<EndReason> endIn(List<BoundEvent> events) {
            return events.stream()
                    .filter(SessionEnded.class::isInstance)
                    .map(event -> ((SessionEnded) event).reason())
                    .findFirst();
        }

        /** It ends what nobody is connected to any more, or has lasted too long, and nothing else. */
        private void checkWatch(WatchSession watch, AccountRoot before, long time, Optional<EndReason> end) {
            var id = watch.session().toString();
            var session = before.live().find(watch.session()).orElseThrow();
            var orphaned = watch.orphanedConnection()
                    .map(connection -> witness.isConnectedBy(id, connection))
                    .orElse(false);
            var alone = orphaned
                    || witness.isSilent(id, time, session.terms().staleAfter().toMillis() * 1_000);
            var tooLong = time >= micros(session.longestUntil());
            assertThat(end.isPresent()).as("%s ends: %s", session, end).isEqualTo(alone || tooLong);
            if (!alone) {
                assertThat(end).isNotEqualTo(Optional.of(EndReason.INTERRUPTED));
            }
            if (watch.orphanedConnection().isPresent()) {
                note(orphaned ? "orphaned" : end.isPresent() ? "ended otherwise" : "a later connection goes on");
            }
        }

        /** What ended by itself had a reason to. */
        private void checkEnd(SessionEnded ended) {
            if (asked instanceof EndSession end && end.reason() == ended.reason()) {
                return;
            }
            if (ended.reason() == EndReason.CREDITS_EXHAUSTED) {
                var left = customer.root().account().spendingRefused(standing()).isPresent()
                        ? 0
                        : ended.balance().available().millionths();
                assertThat(ended.rate().cost(ended.meter().counted() + 1).millionths())
                        .as("another second cannot be paid")
                        .isGreaterThan(ended.charged().millionths() + left);
            }
        }

        private Standing standing() {
            return customer.root().subscription().map(Subscription::standing).orElse(Standing.FREE);
        }

        private void checkRunning() {
            var running = customer.root().live().running();
            assertThat(running)
                    .extracting(session -> session.id().toString())
                    .containsExactlyInAnyOrderElementsOf(witness.running.keySet());
            assertThat(running.stream()
                            .map(session -> session.feature() + " " + session.channel())
                            .distinct())
                    .hasSameSizeAs(running);
            for (var session : running) {
                var seen =
                        Objects.requireNonNull(witness.running.get(session.id().toString()));
                assertThat(session.meter().counted()).isEqualTo(seen.seconds);
                assertThat(session.charged().millionths()).isEqualTo(seen.charged);
                assertThat(session.grant().untilSecond()).isEqualTo(seen.untilSecond);
                assertThat(books.reserved(session.id().toString()))
                        .as("what is granted is reserved")
                        .isGreaterThanOrEqualTo(seen.cost(seen.untilSecond) - seen.charged);
            }
        }

        /** Whoever goes on without a break and stops where its grant ends is charged all of it. */
        private void stopsAtTheLastSecond(Session session) {
            var meter = session.meter();
            var last = session.grant().untilSecond();
            var end = meter.countedTo().plusSeconds(last - meter.counted());
            if (lowered || meter.seconds() > last || end.isBefore(meter.lastActivityAt())) {
                return;
            }
            var clock = customer.account().clock();
            var byClient = session.node().isPresent();
            if (!byClient && (end.isBefore(clock) || !end.isBefore(session.staleAt()))) {
                return;
            }
            var stop = new CheckpointSession(
                    Customer.ID,
                    session.id(),
                    Customer.deductionId("stop"),
                    byClient
                            ? new Reading.Connected(session.connection(), end)
                            : new Reading.Counted(last, Optional.empty()),
                    requests.tiers(),
                    end.isBefore(clock) ? clock : end,
                    Past.NONE);
            var decision = customer.root().decide(stop);
            var charged = decision instanceof Accepted<BoundEvent, Rejection>(var events)
                            && events.getLast() instanceof Charged all
                    ? Optional.of(all.meter().counted())
                    : Optional.<Long>empty();
            assertThat(charged)
                    .as("%s stops at second %s: %s", session, last, decision)
                    .hasValue(last);
            note((byClient ? "a client" : "a server") + " stopped at the last second");
        }
    }
}
