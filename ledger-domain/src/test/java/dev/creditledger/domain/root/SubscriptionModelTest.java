package dev.creditledger.domain.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.AuditedLot;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Totals;
import dev.creditledger.domain.root.RandomRequests.Asked;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random lives of a subscribed account against the {@link Bookkeeper}, which predicts every answer. */
class SubscriptionModelTest {

    private static final int LIVES = 2_000;
    private static final int COMMANDS = 40;

    @Test
    void random_lives_go_as_the_bookkeeper_predicts() {
        var answers = new TreeSet<String>();
        for (var seed = 0; seed < LIVES; seed++) {
            answers.addAll(new Life(seed).live());
        }
        // A generator that never provokes an answer would test nothing of it.
        assertThat(answers)
                .contains(
                        "accepted",
                        "renewed",
                        "renewed five times at once",
                        "rolled over",
                        "upgraded",
                        "downgraded",
                        "left uncovered",
                        "repaid",
                        "IllegalStatusChange",
                        "SpendingStopped",
                        "UsageUncovered",
                        "WriteOffExceedsUncovered",
                        "LifetimeLimitExceeded",
                        "AccountIsFrozen",
                        "AccountIsClosed",
                        "AccountNotEmpty",
                        "InsufficientCredits",
                        "HoldIsClosed",
                        "CaptureExceedsHold");
    }

    /** One life, from its seed. */
    private static final class Life {

        private final int seed;
        private final RandomRequests requests;
        private final Customer customer;
        private final Set<String> answers = new HashSet<>();
        private Bookkeeper books = new Bookkeeper();
        private Asked asked = new Asked(new SettleDue(Customer.ID, Instant.EPOCH), "accepted");
        private int count;

        Life(int seed) {
            this.seed = seed;
            requests = new RandomRequests(seed);
            customer = Customer.openedAt(instant(requests.now()));
        }

        Set<String> live() {
            var middle = customer.root();
            var eventsAtMiddle = 0;
            for (count = 0; count < COMMANDS; count++) {
                step();
                checkState(requests.later());
                if (count == COMMANDS / 2) {
                    middle = customer.root();
                    eventsAtMiddle = customer.events().size();
                }
            }
            checkAllotments();
            var events = customer.events();
            assertThat(AccountRoot.unopened(Customer.ID).evolve(events))
                    .as("fold of all events, seed %s", seed)
                    .isEqualTo(customer.root());
            assertThat(middle.evolve(events.subList(eventsAtMiddle, events.size())))
                    .as("snapshot and tail, seed %s", seed)
                    .isEqualTo(customer.root());
            return answers;
        }

        private void step() {
            var before = customer.root();
            var clock = AuditedLot.micros(before.account().clock());
            requests.passTime(books);
            var time = Math.max(requests.now(), clock);
            var prediction = books.copy();
            prediction.passUntil(time);
            asked = requests.ask(prediction, time);
            var decision = customer.submit(asked.command());
            assertThat(name(decision)).as(this::what).isEqualTo(asked.answer());
            answers.add(asked.answer());
            if (decision instanceof Accepted<BoundEvent, Rejection>(var events)) {
                books = prediction;
                checkEvents(before, events, instant(time));
            }
        }

        private String what() {
            return "seed %s, command %s: %s".formatted(seed, count, asked.command());
        }

        private static String name(Decision<BoundEvent, Rejection> decision) {
            return switch (decision) {
                case Accepted<BoundEvent, Rejection> _ -> "accepted";
                case Rejected<BoundEvent, Rejection>(var reason) ->
                    reason.getClass().getSimpleName();
            };
        }

        private void checkEvents(AccountRoot before, List<BoundEvent> events, Instant time) {
            var state = before;
            var last = Instant.MIN;
            for (var event : events) {
                state = state.evolve(event);
                assertThat(event.balance())
                        .as(this::what)
                        .isEqualTo(state.account().balance());
                assertThat(event.bookedAt()).as(this::what).isEqualTo(time);
                assertThat(event.occurredAt()).as(this::what).isBetween(last, time);
                last = event.occurredAt();
            }
            var renewals = events.stream()
                    .filter(SubscriptionRenewed.class::isInstance)
                    .count();
            if (renewals > 0) {
                answers.add("renewed");
            }
            if (renewals >= 5) {
                answers.add("renewed five times at once");
            }
            events.forEach(this::note);
        }

        private void note(BoundEvent event) {
            switch (event) {
                case SubscriptionRenewed renewed when renewed.rolledOver().isPositive() -> answers.add("rolled over");
                case SubscriptionChanged changed when changed.withdrawn().isPositive() -> answers.add("downgraded");
                case SubscriptionChanged changed
                when changed.granted().isPositive()
                        && changed.period().orElseThrow().grants().size() > 1 -> answers.add("upgraded");
                case CreditsDeducted deducted when deducted.uncovered().isPresent() -> answers.add("left uncovered");
                case CreditsGranted granted when granted.repaid().isPresent() -> answers.add("repaid");
                default -> {}
            }
        }

        private void checkState(long then) {
            var time = Math.max(then, AuditedLot.micros(customer.account().clock()));
            var expected = books.copy();
            expected.passUntil(time);
            var root = customer.root().settled(instant(time));
            var account = root.account();
            Supplier<String> as = () -> "at " + instant(time) + ", " + what();
            assertThat(account.lots().inDrawOrder().stream()
                            .map(lot -> new Seen(
                                    lot.remaining().millionths(),
                                    lot.held().millionths(),
                                    lot.terms(),
                                    lot.pending(),
                                    lot.revoked()))
                            .toList())
                    .as(as)
                    .isEqualTo(expected.inOrder().stream()
                            .map(lot -> new Seen(lot.free, lot.held, terms(lot), lot.waits, lot.revoked))
                            .toList());
            assertThat(account.totals())
                    .as(as)
                    .isEqualTo(new Totals(
                            new Credits(expected.granted),
                            new Credits(expected.deducted),
                            new Credits(expected.expired),
                            new Credits(expected.revoked)));
            assertThat(account.uncovered().millionths()).as(as).isEqualTo(expected.uncovered);
            assertThat(expected.granted)
                    .as(as)
                    .isEqualTo(account.balance().available().millionths()
                            + account.balance().pending().millionths()
                            + account.balance().held().millionths()
                            + expected.deducted
                            + expected.expired
                            + expected.revoked);
            checkSubscription(root, expected, as);
        }

        private static LotTerms terms(AuditedLot lot) {
            var until = lot.until == AuditedLot.NEVER ? Optional.<Instant>empty() : Optional.of(instant(lot.until));
            return new LotTerms(lot.order, lot.priority, instant(lot.from), until);
        }

        private static void checkSubscription(AccountRoot root, Bookkeeper expected, Supplier<String> as) {
            assertThat(root.subscription().isPresent()).as(as).isEqualTo(expected.subscribed);
            root.subscription().ifPresent(subscription -> {
                assertThat(subscription.status().name()).as(as).isEqualTo(expected.status);
                assertThat(subscription.plan().tier().name()).as(as).isEqualTo(expected.terms.tier());
                assertThat(subscription.anchor()).as(as).isEqualTo(instant(expected.anchor));
                assertThat(subscription.period().map(Period::start))
                        .as(as)
                        .isEqualTo(expected.covered ? Optional.of(instant(expected.start)) : Optional.empty());
                assertThat(subscription.period().map(Period::from))
                        .as(as)
                        .isEqualTo(expected.covered ? Optional.of(instant(expected.since)) : Optional.empty());
                assertThat(subscription.period().map(Period::until))
                        .as(as)
                        .isEqualTo(expected.covered ? Optional.of(instant(expected.end)) : Optional.empty());
            });
        }

        /** Whatever happened: each key once, no time twice, and never more for it than the highest tier it was given. */
        private void checkAllotments() {
            var keys = customer.events(CreditsGranted.class).stream()
                    .flatMap(granted -> granted.ledgerKey().stream())
                    .toList();
            assertThat(keys).as("keys, seed %s", seed).doesNotHaveDuplicates();
            var given = new HashMap<Instant, Given>();
            var periods = new ArrayList<Period>();
            for (var event : customer.events()) {
                switch (event) {
                    case SubscriptionRenewed renewed ->
                        note(given, periods, renewed.period(), renewed.granted(), Credits.ZERO);
                    case SubscriptionChanged changed ->
                        changed.period()
                                .ifPresent(
                                        period -> note(given, periods, period, changed.granted(), changed.withdrawn()));
                    default -> {}
                }
            }
            for (var i = 1; i < periods.size(); i++) {
                assertThat(periods.get(i).from())
                        .as("no time is covered twice, seed %s", seed)
                        .isAfterOrEqualTo(periods.get(i - 1).until());
            }
        }

        private void note(
                Map<Instant, Given> given, List<Period> periods, Period period, Credits granted, Credits withdrawn) {
            if (periods.isEmpty() || !periods.getLast().from().equals(period.from())) {
                periods.add(period);
            }
            var sum = given.computeIfAbsent(period.from(), _ -> new Given());
            sum.credits += granted.millionths() - withdrawn.millionths();
            sum.changes++;
            sum.highest = Math.max(sum.highest, period.allocation().millionths());
            var most = BigInteger.valueOf(sum.highest)
                    .multiply(BigInteger.valueOf(
                            Duration.between(period.from(), period.until()).toSeconds()))
                    .divide(BigInteger.valueOf(
                            Duration.between(period.start(), period.until()).toSeconds()));
            assertThat(sum.credits)
                    .as("what was given for %s, seed %s", period, seed)
                    .isLessThanOrEqualTo(most.longValueExact() + sum.changes);
        }
    }

    /** An open lot as both sides know it. */
    private record Seen(long free, long held, LotTerms terms, boolean pending, boolean revoked) {}

    private static final class Given {
        private long credits;
        private long highest;
        private int changes;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }
}
