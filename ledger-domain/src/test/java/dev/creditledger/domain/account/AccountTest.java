package dev.creditledger.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
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
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountRejection.AccountAlreadyExists;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.AccountIsFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountIsNotFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountNotEmpty;
import dev.creditledger.domain.account.AccountRejection.CaptureExceedsHold;
import dev.creditledger.domain.account.AccountRejection.GrantExpiredBeforeStart;
import dev.creditledger.domain.account.AccountRejection.HoldIsClosed;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.LifetimeLimitExceeded;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.AccountRejection.NoSuchDeduction;
import dev.creditledger.domain.account.AccountRejection.NoSuchGrant;
import dev.creditledger.domain.account.AccountRejection.NoSuchHold;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import dev.creditledger.domain.account.AccountRejection.UnknownModel;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountTest {

    private static final AccountId ALICE = new AccountId("alice");
    private static final SubjectId OWNER = new SubjectId("alice-the-owner");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AccountHistory account = new AccountHistory(ALICE);

    @Test
    void the_lowest_priority_number_is_spent_first_then_the_soonest_expiry_then_the_earliest_effect_then_grant_order() {
        open();
        submit(grant("last", 1, 50, Optional.empty(), Optional.empty()));
        submit(grant("fourth", 1, 20, Optional.empty(), Optional.empty()));
        submit(grant("third", 1, 20, Optional.of(NOON.minusSeconds(9)), Optional.empty()));
        submit(grant("second", 1, 20, Optional.empty(), Optional.of(NOON.plusSeconds(90))));
        submit(grant("first", 1, 20, Optional.empty(), Optional.of(NOON.plusSeconds(60))));

        var deducted = (CreditsDeducted) accepted(deduct("d", credits(5), NOON));

        assertThat(deducted.drawn())
                .extracting(draw -> draw.grant())
                .containsExactly(
                        grantId("first"), grantId("second"), grantId("third"), grantId("fourth"), grantId("last"));
        assertThat(deducted.balance()).isEqualTo(Balance.ZERO);
    }

    @Test
    void a_lot_is_spent_from_the_instant_it_takes_effect_until_just_before_it_expires() {
        open();
        submit(grant("g", 10, 20, Optional.of(NOON.plusSeconds(10)), Optional.of(NOON.plusSeconds(20))));
        var micro = Duration.ofNanos(1000);

        assertThat(submit(deduct("early", credits(1), NOON.plusSeconds(10).minus(micro))))
                .isEqualTo(rejected(new InsufficientCredits(credits(1), Credits.ZERO)));
        assertThat(events(deduct("first", credits(1), NOON.plusSeconds(10))))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("GrantActivated", "CreditsDeducted");
        accepted(deduct("just in time", credits(1), NOON.plusSeconds(20).minus(micro)));
        assertThat(submit(deduct("late", credits(1), NOON.plusSeconds(20))))
                .isEqualTo(rejected(new InsufficientCredits(credits(1), Credits.ZERO)));
    }

    @Test
    void what_became_due_is_written_before_the_command_in_the_order_in_which_it_happened() {
        open();
        submit(grant("short", 5, 20, Optional.empty(), Optional.of(NOON.plusSeconds(30))));
        submit(grant("later", 7, 20, Optional.of(NOON.plusSeconds(20)), Optional.empty()));
        submit(hold("h", credits(2), Duration.ofSeconds(10)));

        var events = events(new SettleDue(ALICE, NOON.plusSeconds(60)));

        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isInstanceOfSatisfying(HoldExpired.class, expired -> {
            assertThat(expired.occurredAt()).isEqualTo(NOON.plusSeconds(10));
            assertThat(expired.bookedAt()).isEqualTo(NOON.plusSeconds(60));
        });
        assertThat(events.get(1)).isInstanceOf(GrantActivated.class);
        assertThat(events.get(2))
                .isInstanceOfSatisfying(
                        CreditsExpired.class,
                        expired -> assertThat(expired.amount()).isEqualTo(credits(5)));
    }

    @Test
    void a_rejection_writes_nothing_of_what_became_due() {
        open();
        submit(grant("short", 5, 20, Optional.empty(), Optional.of(NOON.plusSeconds(30))));
        var before = account.account();

        submit(deduct("d", credits(1), NOON.plusSeconds(60)));

        assertThat(account.account()).isEqualTo(before);
    }

    @Test
    void held_credits_do_not_expire_but_expire_when_they_return_to_a_dead_lot_and_that_is_shown() {
        open();
        submit(grant("short", 5, 20, Optional.empty(), Optional.of(NOON.plusSeconds(30))));
        submit(hold("h", credits(3), Duration.ofMinutes(10)));
        submit(new SettleDue(ALICE, NOON.plusSeconds(60)));
        assertThat(account.account().balance().held()).isEqualTo(credits(3));

        var captured = (HoldCaptured) accepted(capture("h", "c", Optional.of(credits(1)), NOON.plusSeconds(60)));

        assertThat(captured.drawn()).containsExactly(new Draw(grantId("short"), credits(1)));
        assertThat(captured.returned())
                .containsExactly(new Returned(grantId("short"), credits(2), Fate.EXPIRED, Optional.empty()));
        assertThat(account.account().totals().expired()).isEqualTo(credits(4));
    }

    @Test
    void revocation_takes_what_is_not_reserved_now_and_the_rest_upon_release() {
        open();
        submit(grant("g", 5, 20, Optional.empty(), Optional.empty()));
        submit(hold("h", credits(3), Duration.ofMinutes(10)));

        var revoked = (GrantRevoked) accepted(revoke("g"));
        assertThat(revoked.revoked()).isEqualTo(credits(2));
        assertThat(revoked.pendingRelease()).isEqualTo(credits(3));

        var released = (HoldReleased) accepted(new ReleaseHold(ALICE, holdId("h"), NOON, Past.NONE));
        assertThat(released.returned()).extracting(Returned::fate).containsExactly(Fate.REVOKED);
        assertThat(account.account().totals().revoked()).isEqualTo(credits(5));
    }

    @Test
    void a_reversal_returns_the_last_draw_first_and_opens_a_closed_lot_on_its_old_terms() {
        open();
        submit(grant("first", 2, 10, Optional.empty(), Optional.empty()));
        submit(grant("second", 2, 20, Optional.empty(), Optional.of(NOON.plusSeconds(60))));
        submit(deduct("d", credits(4), NOON));

        var part = (DeductionReversed) accepted(reverse("r1", "d", Optional.of(credits(3)), NOON));
        assertThat(part.returned())
                .extracting(Returned::grant, Returned::amount)
                .containsExactly(tuple(grantId("second"), credits(2)), tuple(grantId("first"), credits(1)));
        assertThat(submit(reverse("r2", "d", Optional.of(credits(2)), NOON)))
                .isEqualTo(rejected(new ReversalExceedsDeduction(credits(2), credits(1))));
        accepted(reverse("r3", "d", Optional.empty(), NOON));
        assertThat(account.account().balance().available()).isEqualTo(credits(4));
        assertThat(account.account().settled(NOON.plusSeconds(60)).balance().available())
                .isEqualTo(credits(2));
    }

    @Test
    void what_is_reversed_into_a_grant_revoked_meanwhile_is_revoked() {
        open();
        submit(grant("g", 2, 10, Optional.empty(), Optional.empty()));
        submit(deduct("d", credits(2), NOON));
        submit(revoke("g"));

        var reversed = (DeductionReversed) accepted(reverse("r", "d", Optional.empty(), NOON));

        assertThat(reversed.returned()).extracting(Returned::fate).containsExactly(Fate.REVOKED);
        assertThat(reversed.balance()).isEqualTo(Balance.ZERO);
    }

    @Test
    void a_captured_hold_is_reversible_like_any_deduction() {
        open();
        submit(grant("g", 10, 10, Optional.empty(), Optional.empty()));
        submit(hold("h", credits(6), Duration.ofSeconds(60)));
        submit(capture("h", "c", Optional.empty(), NOON));

        accepted(reverse("r", "c", Optional.empty(), NOON));

        assertThat(account.account().balance().available()).isEqualTo(credits(10));
    }

    @Test
    void a_frozen_account_grants_captures_releases_and_reverses_but_neither_spends_nor_holds() {
        open();
        submit(grant("g", 10, 10, Optional.empty(), Optional.empty()));
        submit(deduct("d", credits(1), NOON));
        submit(hold("h1", credits(1), Duration.ofSeconds(60)));
        submit(hold("h2", credits(1), Duration.ofSeconds(60)));
        submit(new FreezeAccount(ALICE, FreeText.NONE, NOON));

        accepted(grant("more", 1, 10, Optional.empty(), Optional.empty()));
        accepted(capture("h1", "c", Optional.empty(), NOON));
        accepted(new ReleaseHold(ALICE, holdId("h2"), NOON, Past.NONE));
        accepted(reverse("r", "d", Optional.empty(), NOON));
        assertThat(submit(deduct("d2", credits(1), NOON))).isEqualTo(rejected(new AccountIsFrozen(ALICE)));
        assertThat(submit(hold("h3", credits(1), Duration.ofSeconds(1))))
                .isEqualTo(rejected(new AccountIsFrozen(ALICE)));
        assertThat(account.account().authorize(credits(1), Standing.FREE).authorized())
                .isFalse();

        submit(new UnfreezeAccount(ALICE, FreeText.NONE, NOON));
        accepted(deduct("d3", credits(1), NOON));
    }

    @Test
    void closing_says_what_becomes_of_what_is_left_pending_grants_included() {
        open();
        submit(grant("now", 3, 10, Optional.empty(), Optional.empty()));
        submit(grant("later", 4, 10, Optional.of(NOON.plusSeconds(60)), Optional.empty()));

        var closed = (AccountClosed)
                accepted(new CloseAccount(ALICE, Optional.of(Disposition.REVOKE_FOR_REFUND), FreeText.NONE, NOON));

        assertThat(Returned.sum(closed.settled(), Fate.REVOKED)).isEqualTo(credits(7));
        assertThat(account.account().totals().revoked()).isEqualTo(credits(7));
        assertThat(submit(grant("g", 1, 10, Optional.empty(), Optional.empty())))
                .isEqualTo(rejected(new AccountIsClosed(ALICE)));
    }

    @Test
    void time_never_runs_backwards_within_an_account() {
        open();
        submit(grant("g", 3, 10, Optional.empty(), Optional.of(NOON.plusSeconds(60))));
        submit(deduct("d", credits(1), NOON.plusSeconds(59)));

        var event = accepted(deduct("from a slow clock", credits(1), NOON));

        assertThat(event.bookedAt()).isEqualTo(NOON.plusSeconds(59));
    }

    @Test
    void free_text_is_about_the_owner_and_prints_nothing() {
        var opened = (AccountEvent.AccountOpened)
                accepted(new OpenAccount(ALICE, OWNER, FreeText.of(Map.of("email", "alice@example.org")), NOON));

        assertThat(opened.personal())
                .isInstanceOfSatisfying(
                        Personal.Clear.class,
                        clear -> assertThat(clear.subject()).isEqualTo(OWNER));
        assertThat(opened.toString()).doesNotContain("alice@example.org");
    }

    @Test
    void at_a_thousand_open_lots_the_next_grant_is_refused_and_one_spent_lot_makes_room() {
        open();
        for (var i = 0; i < Lots.OPEN_MAX; i++) {
            accepted(grant("g" + i, 1, 10, Optional.empty(), Optional.empty()));
        }
        var oneMore = grant("one more", 1, 10, Optional.empty(), Optional.empty());
        assertThat(submit(oneMore)).isEqualTo(rejected(new LimitReached("open_lots", 1000)));
        accepted(deduct("d", credits(1), NOON));
        accepted(oneMore);
        assertThat(submit(reverse("r", "d", Optional.empty(), NOON)))
                .isEqualTo(rejected(new LimitReached("open_lots", 1000)));
    }

    @Test
    void at_a_thousand_open_holds_the_next_is_refused() {
        open();
        submit(grant("g", 5000, 10, Optional.empty(), Optional.empty()));
        for (var i = 0; i < Holds.OPEN_MAX; i++) {
            accepted(hold("h" + i, credits(1), Duration.ofSeconds(60)));
        }
        assertThat(submit(hold("one more", credits(1), Duration.ofSeconds(60))))
                .isEqualTo(rejected(new LimitReached("open_holds", 1000)));
    }

    @Test
    void state_does_not_grow_with_closed_deductions_and_holds() {
        open();
        submit(grant("g", 100, 10, Optional.empty(), Optional.empty()));
        var amount = new Credits(1);
        for (var i = 0; i < 10_000; i++) {
            accepted(deduct("d" + i, amount, NOON));
            accepted(hold("h" + i, amount, Duration.ofSeconds(60)));
            accepted(capture("h" + i, "c" + i, Optional.empty(), NOON));
        }
        assertThat(account.account().lots().inDrawOrder()).hasSize(1);
        assertThat(account.account().holds().count()).isZero();
    }

    @Test
    void an_id_of_one_kind_of_thing_is_none_of_another() {
        open();
        submit(grant("g", 10, 20, Optional.empty(), Optional.empty()));
        accepted(deduct("d", credits(1), NOON));

        assertThat(submit(revoke("d"))).isEqualTo(rejected(new NoSuchGrant(grantId("d"))));
        assertThat(submit(new ReleaseHold(ALICE, holdId("d"), NOON, Past.NONE)))
                .isEqualTo(rejected(new NoSuchHold(holdId("d"))));
        assertThat(submit(capture("g", "c", Optional.empty(), NOON))).isEqualTo(rejected(new NoSuchHold(holdId("g"))));
    }

    static Stream<Arguments> rejections() {
        return Stream.of(
                Arguments.of(new OpenAccount(ALICE, OWNER, FreeText.NONE, NOON), new AccountAlreadyExists(ALICE)),
                Arguments.of(deduct("d", credits(11), NOON), new InsufficientCredits(credits(11), credits(10))),
                Arguments.of(
                        hold("h", credits(11), Duration.ofSeconds(1)),
                        new InsufficientCredits(credits(11), credits(10))),
                Arguments.of(revoke("no such"), new NoSuchGrant(grantId("no such"))),
                Arguments.of(
                        reverse("r", "no such", Optional.empty(), NOON),
                        new NoSuchDeduction(DeductionId.of(ALICE, key("no such")))),
                Arguments.of(
                        new ReleaseHold(ALICE, holdId("no such"), NOON, Past.NONE), new NoSuchHold(holdId("no such"))),
                Arguments.of(
                        new ReleaseHold(ALICE, holdId("released"), NOON, Past.NONE),
                        new HoldIsClosed(holdId("released"))),
                Arguments.of(
                        capture("open", "c", Optional.of(credits(11)), NOON),
                        new CaptureExceedsHold(credits(11), credits(5))),
                Arguments.of(
                        capture("open", "c", Optional.empty(), NOON.plusSeconds(60)), new HoldIsClosed(holdId("open"))),
                Arguments.of(new UnfreezeAccount(ALICE, FreeText.NONE, NOON), new AccountIsNotFrozen(ALICE)),
                Arguments.of(
                        new CloseAccount(ALICE, Optional.of(Disposition.FORFEIT), FreeText.NONE, NOON),
                        new AccountNotEmpty(
                                ALICE, new Balance(credits(10), credits(5), Credits.ZERO), 1, Credits.ZERO)),
                Arguments.of(
                        grant("g", 1, 10, Optional.of(NOON), Optional.of(NOON)),
                        new GrantExpiredBeforeStart(NOON, NOON)),
                Arguments.of(
                        grant("g", 999_999_999, 10, Optional.empty(), Optional.empty()),
                        new LifetimeLimitExceeded(credits(15), credits(999_999_999), Credits.MAX)),
                Arguments.of(
                        new ChargeUsage(
                                ALICE,
                                DeductionId.of(ALICE, key("u")),
                                new TokenUsage("openai", "gpt-4", 1, 0, 1),
                                PriceBook.UNOPENED,
                                DeductionType.INFERENCE,
                                Optional.empty(),
                                Optional.empty(),
                                Insufficiency.REJECT,
                                FreeText.NONE,
                                NOON),
                        new UnknownModel("openai", "gpt-4")));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void is_rejected_with_the_numbers_that_matter(AccountCommand command, AccountRejection reason) {
        open();
        submit(grant("given", 15, 10, Optional.empty(), Optional.empty()));
        submit(hold("released", credits(1), Duration.ofSeconds(60)));
        submit(new ReleaseHold(ALICE, holdId("released"), NOON, Past.NONE));
        submit(hold("open", credits(5), Duration.ofSeconds(60)));
        var before = account.account();

        assertThat(submit(command)).isEqualTo(rejected(reason));
        assertThat(account.account()).isEqualTo(before);
    }

    @Test
    void nothing_can_be_done_with_an_account_that_was_never_opened() {
        assertThat(submit(deduct("d", credits(1), NOON))).isEqualTo(rejected(new NoSuchAccount(ALICE)));
        assertThat(submit(new SettleDue(ALICE, NOON))).isEqualTo(rejected(new NoSuchAccount(ALICE)));
    }

    private void open() {
        accepted(new OpenAccount(ALICE, OWNER, FreeText.NONE, NOON));
    }

    private Decision<AccountEvent, AccountRejection> submit(AccountCommand command) {
        return account.submit(command);
    }

    private List<AccountEvent> events(AccountCommand command) {
        return switch (submit(command)) {
            case Accepted<AccountEvent, AccountRejection>(var events) -> events;
            case Rejected<AccountEvent, AccountRejection>(var reason) ->
                throw new AssertionError(command + ": " + reason);
        };
    }

    private AccountEvent accepted(AccountCommand command) {
        return events(command).getLast();
    }

    private static Decision<AccountEvent, AccountRejection> rejected(AccountRejection reason) {
        return Decision.reject(reason);
    }

    private static Credits credits(long whole) {
        return Credits.of(whole);
    }

    private static IdempotencyKey key(String key) {
        return new IdempotencyKey(key);
    }

    private static GrantId grantId(String key) {
        return GrantId.of(ALICE, key(key));
    }

    private static HoldId holdId(String key) {
        return HoldId.of(ALICE, key(key));
    }

    private static GrantCredits grant(
            String key, long amount, int priority, Optional<Instant> effectiveAt, Optional<Instant> expiresAt) {
        return new GrantCredits(
                ALICE,
                grantId(key),
                credits(amount),
                Source.BONUS,
                Funding.PROMOTIONAL,
                Optional.empty(),
                priority,
                effectiveAt,
                expiresAt,
                FreeText.NONE,
                NOON);
    }

    private static DeductCredits deduct(String key, Credits amount, Instant at) {
        return new DeductCredits(
                ALICE,
                DeductionId.of(ALICE, key(key)),
                amount,
                DeductionType.INFERENCE,
                Optional.empty(),
                FreeText.NONE,
                at);
    }

    private static PlaceHold hold(String key, Credits amount, Duration timeToLive) {
        return new PlaceHold(ALICE, holdId(key), amount, timeToLive, FreeText.NONE, NOON);
    }

    private static CaptureHold capture(String hold, String key, Optional<Credits> amount, Instant at) {
        return new CaptureHold(
                ALICE,
                holdId(hold),
                DeductionId.of(ALICE, key(key)),
                amount,
                DeductionType.CUSTOM,
                Optional.empty(),
                FreeText.NONE,
                at,
                Past.NONE);
    }

    private static ReverseDeduction reverse(String key, String deduction, Optional<Credits> amount, Instant at) {
        return new ReverseDeduction(
                ALICE,
                ReversalId.of(ALICE, key(key)),
                DeductionId.of(ALICE, key(deduction)),
                amount,
                FreeText.NONE,
                at,
                Past.NONE);
    }

    private static RevokeGrant revoke(String grant) {
        return new RevokeGrant(ALICE, grantId(grant), FreeText.NONE, NOON, Past.NONE);
    }
}
