package dev.creditledger.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.AuditedLot;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random histories against the {@link Auditor}, which predicts every answer. Times come from a coarse grid, so that
 * commands fall exactly on the edges of effect and expiry, just before them and just behind.
 */
class AccountModelTest {

    private static final int HISTORIES = 10_000;
    private static final int COMMANDS = 40;
    private static final AccountId ALICE = new AccountId("alice");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void random_histories_go_as_the_auditor_predicts() {
        var answers = new TreeSet<String>();
        for (var seed = 0; seed < HISTORIES; seed++) {
            answers.addAll(new History(seed).play());
        }
        // A generator that never provokes an answer would test nothing of it.
        assertThat(answers)
                .contains(
                        "accepted",
                        "AccountIsFrozen",
                        "AccountIsNotFrozen",
                        "AccountIsClosed",
                        "AccountAlreadyExists",
                        "AccountNotEmpty",
                        "InsufficientCredits",
                        "NoSuchGrant",
                        "NoSuchDeduction",
                        "NoSuchHold",
                        "HoldIsClosed",
                        "CaptureExceedsHold",
                        "ReversalExceedsDeduction",
                        "GrantExpiredBeforeStart");
    }

    /** One history, from its seed. */
    private static final class History {

        private final Random random;
        private final AccountHistory history = new AccountHistory(ALICE);
        private final List<String> grants = new ArrayList<>(List.of("no-such"));
        private final List<String> holds = new ArrayList<>(List.of("no-such"));
        private final List<String> deductions = new ArrayList<>(List.of("no-such"));
        private final Set<String> answers = new HashSet<>();
        private final int seed;
        private Auditor auditor = new Auditor();
        private Instant now = START;
        private int count;

        History(int seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        Set<String> play() {
            history.submit(new OpenAccount(ALICE, new SubjectId("alice"), FreeText.NONE, now));
            var middle = history.account();
            var eventsAtMiddle = history.events().size();
            for (count = 0; count < COMMANDS; count++) {
                now = now.plusSeconds(random.nextInt(4)).plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
                step();
                checkState();
                if (count == COMMANDS / 2) {
                    middle = history.account();
                    eventsAtMiddle = history.events().size();
                }
            }
            assertThat(Account.unopened(ALICE).evolve(history.events()))
                    .as("fold of all events, seed %s", seed)
                    .isEqualTo(history.account());
            assertThat(middle.evolve(history.events()
                            .subList(eventsAtMiddle, history.events().size())))
                    .as("snapshot and tail, seed %s", seed)
                    .isEqualTo(history.account());
            return answers;
        }

        private void step() {
            var before = history.account();
            var time = now.isBefore(before.clock()) ? before.clock() : now;
            var prediction = auditor.copy();
            prediction.passUntil(time);
            var asked = ask(prediction, time);
            var decision = history.submit(asked.command);
            var what = "seed %s, command %s: %s".formatted(seed, count, asked.command);
            assertThat(name(decision)).as(what).isEqualTo(asked.answer);
            answers.add(asked.answer);
            if (decision instanceof Accepted<AccountEvent, AccountRejection>(var events)) {
                auditor = prediction;
                var state = before;
                for (var event : events) {
                    state = state.evolve(event);
                    assertThat(event.balance()).as("%s, %s", what, event).isEqualTo(state.balance());
                    assertThat(event.bookedAt()).as(what).isEqualTo(time);
                    assertThat(event.occurredAt()).as(what).isBeforeOrEqualTo(time);
                }
                assertThat(history.account().balance())
                        .as("nothing due is left behind, %s", what)
                        .isEqualTo(balanceOf(auditor, time));
            }
        }

        private static String name(Decision<AccountEvent, AccountRejection> decision) {
            return switch (decision) {
                case Accepted<AccountEvent, AccountRejection> _ -> "accepted";
                case Rejected<AccountEvent, AccountRejection>(var reason) ->
                    reason.getClass().getSimpleName();
            };
        }

        private void checkState() {
            var then = now.plusSeconds(random.nextInt(20));
            var time =
                    then.isBefore(history.account().clock()) ? history.account().clock() : then;
            var expected = auditor.copy();
            expected.passUntil(time);
            var account = history.account().settled(time);
            var balance = account.balance();
            var totals = account.totals();
            assertThat(balance)
                    .as("balance at %s, seed %s after command %s", time, seed, count)
                    .isEqualTo(balanceOf(expected, time));
            assertThat(totals)
                    .isEqualTo(new Totals(
                            new Credits(expected.granted),
                            new Credits(expected.deducted),
                            new Credits(expected.expired),
                            new Credits(expected.revoked)));
            assertThat(totals.granted())
                    .as("granted = available + pending + held + deducted + expired + revoked")
                    .isEqualTo(balance.available()
                            .plus(balance.pending())
                            .plus(balance.held())
                            .plus(totals.deducted())
                            .plus(totals.expired())
                            .plus(totals.revoked()));
        }

        private static Balance balanceOf(Auditor auditor, Instant time) {
            return new Balance(
                    new Credits(auditor.available(time)),
                    new Credits(auditor.held()),
                    new Credits(auditor.pending(time)));
        }

        private record Asked(AccountCommand command, String answer) {}

        /** A random command, what the auditor says to it, and its effect on the auditor when accepted. */
        private Asked ask(Auditor model, Instant time) {
            var key = "key-" + count;
            return switch (random.nextInt(40)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> grant(model, time, key);
                case 8, 9, 10, 11, 12, 13, 14 -> deduct(model, time, key);
                case 15, 16, 17, 18, 19, 20 -> hold(model, time, key);
                case 21, 22, 23, 24 -> capture(model, time, key);
                case 25, 26, 27 -> release(model, time);
                case 28, 29, 30, 31, 32 -> reverse(model, time, key);
                case 33, 34 -> revoke(model);
                case 35 -> freeze(model);
                case 36, 37 -> unfreeze(model);
                case 38 -> new Asked(new SettleDue(ALICE, now), "accepted");
                default ->
                    random.nextInt(6) == 0
                            ? close(model, time)
                            : new Asked(
                                    new OpenAccount(ALICE, new SubjectId("bob"), FreeText.NONE, now),
                                    "AccountAlreadyExists");
            };
        }

        private long amount() {
            return 1 + random.nextInt(random.nextInt(5) == 0 ? 30_000_000 : 8) * (random.nextBoolean() ? 1L : 999_999L);
        }

        private String pick(List<String> keys) {
            return keys.get(random.nextInt(keys.size()));
        }

        private static IdempotencyKey key(String key) {
            return new IdempotencyKey(key);
        }

        private Asked grant(Auditor model, Instant time, String key) {
            var from = random.nextInt(3) == 0
                    ? Optional.of(now.plusSeconds(random.nextInt(8) - 1))
                    : Optional.<Instant>empty();
            var until = random.nextInt(3) == 0
                    ? Optional.<Instant>empty()
                    : Optional.of(now.plusSeconds(random.nextInt(15)));
            var grant = new AuditedLot();
            grant.id = key;
            grant.free = amount();
            grant.priority = 10 * random.nextInt(3);
            grant.from = AuditedLot.micros(from.orElse(time));
            grant.until = until.map(AuditedLot::micros).orElse(AuditedLot.NEVER);
            grant.order = model.grants.size() + 1;
            var command = new GrantCredits(
                    ALICE,
                    GrantId.of(ALICE, key(key)),
                    new Credits(grant.free),
                    Source.BONUS,
                    Funding.PROMOTIONAL,
                    Optional.empty(),
                    grant.priority,
                    from,
                    until,
                    FreeText.NONE,
                    now);
            if (model.closed) {
                return new Asked(command, "AccountIsClosed");
            }
            if (grant.until <= grant.from || grant.until <= AuditedLot.micros(time)) {
                return new Asked(command, "GrantExpiredBeforeStart");
            }
            model.grants.put(key, grant);
            model.granted += grant.free;
            grants.add(key);
            return new Asked(command, "accepted");
        }

        private Asked deduct(Auditor model, Instant time, String key) {
            var amount = amount();
            var command = new DeductCredits(
                    ALICE,
                    DeductionId.of(ALICE, key(key)),
                    new Credits(amount),
                    DeductionType.INFERENCE,
                    Optional.empty(),
                    FreeText.NONE,
                    now);
            var refusal = refusesToSpend(model, time, amount);
            if (refusal.isEmpty()) {
                model.spend(key, model.take(amount, time));
                deductions.add(key);
            }
            return new Asked(command, refusal.orElse("accepted"));
        }

        private Optional<String> refusesToSpend(Auditor model, Instant time, long amount) {
            if (model.closed) {
                return Optional.of("AccountIsClosed");
            }
            if (model.frozen) {
                return Optional.of("AccountIsFrozen");
            }
            return amount > model.available(time) ? Optional.of("InsufficientCredits") : Optional.empty();
        }

        private Asked hold(Auditor model, Instant time, String key) {
            var amount = amount();
            var timeToLive = Duration.ofSeconds(1 + random.nextInt(10));
            var command = new PlaceHold(
                    ALICE, HoldId.of(ALICE, key(key)), new Credits(amount), timeToLive, FreeText.NONE, now);
            var refusal = refusesToSpend(model, time, amount);
            if (refusal.isEmpty()) {
                model.reserve(key, model.take(amount, time), time.plus(timeToLive));
                holds.add(key);
            }
            return new Asked(command, refusal.orElse("accepted"));
        }

        private Optional<String> refusesHold(Auditor model, String hold) {
            if (model.closed) {
                return Optional.of("AccountIsClosed");
            }
            if (model.reserves.containsKey(hold)) {
                return Optional.empty();
            }
            return Optional.of(model.closedReserves.contains(hold) ? "HoldIsClosed" : "NoSuchHold");
        }

        private Asked capture(Auditor model, Instant time, String key) {
            var hold = pick(holds);
            var amount = random.nextBoolean() ? Optional.of(amount()) : Optional.<Long>empty();
            var command = new CaptureHold(
                    ALICE,
                    HoldId.of(ALICE, key(hold)),
                    DeductionId.of(ALICE, key(key)),
                    amount.map(Credits::new),
                    DeductionType.CUSTOM,
                    Optional.empty(),
                    FreeText.NONE,
                    now,
                    Past.NONE);
            var refusal = refusesHold(model, hold);
            if (refusal.isPresent()) {
                return new Asked(command, refusal.get());
            }
            var captured = amount.orElse(model.reserved(hold));
            if (captured > model.reserved(hold)) {
                return new Asked(command, "CaptureExceedsHold");
            }
            model.capture(hold, key, captured, time);
            deductions.add(key);
            return new Asked(command, "accepted");
        }

        private Asked release(Auditor model, Instant time) {
            var hold = pick(holds);
            var command = new ReleaseHold(ALICE, HoldId.of(ALICE, key(hold)), now, Past.NONE);
            var refusal = refusesHold(model, hold);
            if (refusal.isEmpty()) {
                model.letGo(hold, time);
            }
            return new Asked(command, refusal.orElse("accepted"));
        }

        private Asked reverse(Auditor model, Instant time, String key) {
            var deduction = pick(deductions);
            var amount = random.nextInt(3) > 0 ? Optional.of(amount()) : Optional.<Long>empty();
            var command = new ReverseDeduction(
                    ALICE,
                    ReversalId.of(ALICE, key(key)),
                    DeductionId.of(ALICE, key(deduction)),
                    amount.map(Credits::new),
                    FreeText.NONE,
                    now,
                    Past.NONE);
            if (model.closed) {
                return new Asked(command, "AccountIsClosed");
            }
            if (!model.deductions.containsKey(deduction)) {
                return new Asked(command, "NoSuchDeduction");
            }
            var reversible = model.reversible(deduction);
            if (reversible == 0 || amount.orElse(0L) > reversible) {
                return new Asked(command, "ReversalExceedsDeduction");
            }
            model.reverse(deduction, amount.orElse(reversible), time);
            return new Asked(command, "accepted");
        }

        private Asked revoke(Auditor model) {
            var grant = pick(grants);
            var command = new RevokeGrant(ALICE, GrantId.of(ALICE, key(grant)), FreeText.NONE, now, Past.NONE);
            if (model.closed) {
                return new Asked(command, "AccountIsClosed");
            }
            if (!model.grants.containsKey(grant)) {
                return new Asked(command, "NoSuchGrant");
            }
            model.revoke(grant);
            return new Asked(command, "accepted");
        }

        private Asked freeze(Auditor model) {
            var command = new FreezeAccount(ALICE, FreeText.NONE, now);
            if (model.closed || model.frozen) {
                return new Asked(command, model.closed ? "AccountIsClosed" : "AccountIsFrozen");
            }
            model.frozen = true;
            return new Asked(command, "accepted");
        }

        private Asked unfreeze(Auditor model) {
            var command = new UnfreezeAccount(ALICE, FreeText.NONE, now);
            if (model.closed || !model.frozen) {
                return new Asked(command, model.closed ? "AccountIsClosed" : "AccountIsNotFrozen");
            }
            model.frozen = false;
            return new Asked(command, "accepted");
        }

        private Asked close(Auditor model, Instant time) {
            var disposition = random.nextInt(3) == 0
                    ? Optional.<Disposition>empty()
                    : Optional.of(random.nextBoolean() ? Disposition.FORFEIT : Disposition.REVOKE_FOR_REFUND);
            var command = new CloseAccount(ALICE, disposition, FreeText.NONE, now);
            if (model.closed) {
                return new Asked(command, "AccountIsClosed");
            }
            var left = model.available(time) + model.pending(time) > 0;
            if (!model.reserves.isEmpty() || (left && disposition.isEmpty())) {
                return new Asked(command, "AccountNotEmpty");
            }
            model.close(disposition.orElse(Disposition.FORFEIT) == Disposition.FORFEIT);
            return new Asked(command, "accepted");
        }
    }
}
