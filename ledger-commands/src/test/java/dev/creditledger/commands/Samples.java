package dev.creditledger.commands;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands and events as tests need them, reduced to what matters there. */
public final class Samples {

    public static final AccountId ALICE = new AccountId("alice");
    public static final SubjectId OWNER = new SubjectId("the-owner");
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Samples() {}

    public static IdempotencyKey key(String name) {
        return new IdempotencyKey(name);
    }

    public static Credits credits(long whole) {
        return Credits.of(whole);
    }

    public static AccountOpened opened(AccountId account) {
        return new AccountOpened(account, OWNER, Balance.ZERO, Personal.NONE, NOON, NOON);
    }

    /** The account's only grant: it makes all of its balance. */
    public static CreditsGranted granted(AccountId account, long amount, String key, Optional<Instant> expiresAt) {
        return new CreditsGranted(
                account,
                GrantId.of(account, key(key)),
                credits(amount),
                Source.BETA,
                Funding.PROMOTIONAL,
                Optional.empty(),
                new LotTerms(1, 20, NOON, expiresAt),
                false,
                Optional.empty(),
                Optional.empty(),
                available(credits(amount)),
                Personal.NONE,
                NOON,
                NOON);
    }

    public static CreditsDeducted deducted(AccountId account, long amount, String key, String grant, long left) {
        return new CreditsDeducted(
                account,
                DeductionId.of(account, key(key)),
                credits(amount),
                DeductionType.INFERENCE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Draw(GrantId.of(account, key(grant)), credits(amount))),
                available(credits(left)),
                Personal.NONE,
                NOON,
                NOON);
    }

    private static Balance available(Credits amount) {
        return new Balance(amount, Credits.ZERO, Credits.ZERO);
    }

    public static OpenAccount open(AccountId account) {
        return new OpenAccount(account, OWNER, FreeText.NONE, NOON);
    }

    public static GrantCredits grant(AccountId account, long amount, String key) {
        return grant(account, amount, key, NOON, Optional.empty());
    }

    public static GrantCredits grant(AccountId account, long amount, String key, Instant at) {
        return grant(account, amount, key, at, Optional.empty());
    }

    public static GrantCredits grant(
            AccountId account, long amount, String key, Instant at, Optional<Instant> expiresAt) {
        return new GrantCredits(
                account,
                GrantId.of(account, key(key)),
                credits(amount),
                Source.BETA,
                Funding.PROMOTIONAL,
                Optional.empty(),
                20,
                Optional.empty(),
                expiresAt,
                FreeText.NONE,
                at);
    }

    public static DeductCredits deduct(AccountId account, long amount, String key) {
        return deduct(account, amount, key, NOON);
    }

    public static DeductCredits deduct(AccountId account, long amount, String key, Instant at) {
        return new DeductCredits(
                account,
                DeductionId.of(account, key(key)),
                credits(amount),
                DeductionType.INFERENCE,
                Optional.empty(),
                FreeText.NONE,
                at);
    }

    /** Its handler throws. */
    @SuppressWarnings("NullAway") // that is what breaks
    public static DeductCredits withoutAmount(AccountId account, String key) {
        return new DeductCredits(
                account,
                DeductionId.of(account, key(key)),
                null,
                DeductionType.INFERENCE,
                Optional.empty(),
                FreeText.NONE,
                NOON);
    }

    /** Its event is more than the log takes. */
    public static DeductCredits tooLarge(AccountId account, String key) {
        var command = deduct(account, 1, key);
        return new DeductCredits(
                account,
                command.deduction(),
                command.amount(),
                command.type(),
                command.feature(),
                FreeText.of(Map.of("description", "x".repeat(1_100_000))),
                NOON);
    }

    public static ReverseDeduction reverse(AccountId account, String deduction, Optional<Credits> amount, String key) {
        return new ReverseDeduction(
                account,
                ReversalId.of(account, key(key)),
                DeductionId.of(account, key(deduction)),
                amount,
                FreeText.NONE,
                NOON,
                Past.NONE);
    }

    public static PlaceHold hold(AccountId account, long amount, String key) {
        return new PlaceHold(
                account, HoldId.of(account, key(key)), credits(amount), Duration.ofMinutes(15), FreeText.NONE, NOON);
    }

    public static CaptureHold capture(AccountId account, String hold, String key) {
        return new CaptureHold(
                account,
                HoldId.of(account, key(hold)),
                DeductionId.of(account, key(key)),
                Optional.empty(),
                DeductionType.CUSTOM,
                Optional.empty(),
                FreeText.NONE,
                NOON,
                Past.NONE);
    }
}
