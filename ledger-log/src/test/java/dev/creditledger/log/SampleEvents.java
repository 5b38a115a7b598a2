package dev.creditledger.log;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Disposition;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.LedgerKey;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.finance.AccountTotal;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.domain.finance.LedgerAccount;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import dev.creditledger.log.codec.Metadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One of each event, with everything in it that can be. Ids follow from account and key, as they do in life. */
public final class SampleEvents {

    public static final Instant OCCURRED = Instant.parse("2025-03-01T12:00:00.000001Z");
    public static final Instant BOOKED = Instant.parse("2025-03-01T12:00:01.234567Z");
    public static final SubjectId OWNER = new SubjectId("owner-of-alice");
    public static final Balance BALANCE = new Balance(credits("90.5"), credits("9.499999"), credits("0.000001"));

    private SampleEvents() {}

    public static AccountId account(String name) {
        return new AccountId(name);
    }

    public static Credits credits(String amount) {
        return Credits.exactly(new BigDecimal(amount));
    }

    public static GrantId grant(AccountId account, String key) {
        return GrantId.of(account, new IdempotencyKey(key));
    }

    public static DeductionId deduction(AccountId account, String key) {
        return DeductionId.of(account, new IdempotencyKey(key));
    }

    /** Text that must never be seen outside an envelope. */
    public static Personal secret(String text) {
        return FreeText.of(Map.of("reason", text)).about(OWNER);
    }

    public static Metadata answering(String key) {
        return new Metadata(
                cause(), Optional.of(new Metadata.Answer(new IdempotencyKey(key), "fingerprint-of-" + key)));
    }

    public static Metadata following() {
        return new Metadata(cause(), Optional.empty());
    }

    public static Cause cause() {
        var actor = new Cause.Actor(new SubjectId("billing-service"), Cause.Role.SERVICE);
        return new Cause(actor, "request-1", "order-77", Personal.NONE);
    }

    public static AccountEvent.AccountOpened opened(AccountId account, Personal personal) {
        return new AccountEvent.AccountOpened(account, OWNER, Balance.ZERO, personal, OCCURRED, BOOKED);
    }

    public static AccountEvent.CreditsGranted granted(AccountId account, String key, Personal personal) {
        return new AccountEvent.CreditsGranted(
                account,
                grant(account, key),
                credits("100"),
                Source.PURCHASE,
                Funding.PAID,
                Optional.of(new Payment(new Money(new BigDecimal("9.90"), "EUR"), Optional.of("pi_123"))),
                new LotTerms(1, 80, OCCURRED, Optional.of(Instant.parse("2026-03-01T00:00:00Z"))),
                true,
                Optional.of(credits("0.25")),
                Optional.of(new LedgerKey("subscription/1/3/allocation")),
                BALANCE,
                personal,
                OCCURRED,
                BOOKED);
    }

    public static AccountEvent.CreditsDeducted deducted(AccountId account, String key, Personal personal) {
        return new AccountEvent.CreditsDeducted(
                account,
                deduction(account, key),
                credits("0.000001"),
                DeductionType.FINE_TUNING,
                Optional.of("chat"),
                Optional.of(usage()),
                Optional.of(use()),
                Optional.of(credits("0.314999")),
                List.of(new Draw(grant(account, "grant-1"), credits("0.000001"))),
                BALANCE,
                personal,
                OCCURRED,
                BOOKED);
    }

    private static RatedUsage usage() {
        return new RatedUsage(
                new TokenUsage("openai", "gpt-4.1", 1_000, 200, 50),
                new TokenPrices(new BigDecimal("2.00"), new BigDecimal("0.50"), new BigDecimal("8")),
                new BigDecimal("1.5"),
                new BigDecimal("0.01"),
                1,
                1,
                Tier.FREE,
                new BigDecimal("0.0021000000"),
                credits("0.315"));
    }

    private static FeatureUse use() {
        return new FeatureUse("second", new BigDecimal("1.5"), credits("2"), Tier.PRO_MAX, 7, credits("3"));
    }

    /** Every kind of event that an account can have, all about {@code account}. */
    public static List<BoundEvent> everyKind(AccountId account, Personal personal) {
        return Stream.of(ofCredits(account, personal), SampleSessions.everyKind(account, personal))
                .flatMap(List::stream)
                .toList();
    }

    private static List<BoundEvent> ofCredits(AccountId account, Personal personal) {
        var grant = grant(account, "grant-1");
        var hold = HoldId.of(account, new IdempotencyKey("hold-1"));
        var draws = List.of(new Draw(grant, credits("2.5")), new Draw(grant(account, "grant-2"), credits("7")));
        var back = List.of(
                new Returned(
                        grant,
                        credits("1.5"),
                        Fate.AVAILABLE,
                        Optional.of(new LotTerms(1, 0, OCCURRED, Optional.empty()))),
                new Returned(grant(account, "grant-2"), credits("1"), Fate.EXPIRED, Optional.empty()));
        return List.of(
                opened(account, personal),
                granted(account, "grant-1", personal),
                new AccountEvent.GrantActivated(
                        account, grant, credits("100"), Optional.of(credits("1.5")), BALANCE, OCCURRED, BOOKED),
                deducted(account, "deduction-1", personal),
                new AccountEvent.CreditsExpired(account, grant, credits("3"), BALANCE, OCCURRED, BOOKED),
                new AccountEvent.GrantRevoked(
                        account, grant, credits("4"), credits("5"), BALANCE, personal, OCCURRED, BOOKED),
                new AccountEvent.DeductionReversed(
                        account,
                        ReversalId.of(account, new IdempotencyKey("reversal-1")),
                        deduction(account, "deduction-1"),
                        credits("2.5"),
                        DeductionType.INFERENCE,
                        Optional.empty(),
                        back,
                        BALANCE,
                        personal,
                        OCCURRED,
                        BOOKED),
                new AccountEvent.HoldPlaced(
                        account,
                        hold,
                        credits("9.5"),
                        Instant.parse("2025-03-01T12:15:00Z"),
                        draws,
                        BALANCE,
                        personal,
                        OCCURRED,
                        BOOKED),
                new AccountEvent.HoldCaptured(
                        account,
                        hold,
                        deduction(account, "capture-1"),
                        credits("7"),
                        DeductionType.CUSTOM,
                        Optional.of("video"),
                        draws,
                        back,
                        BALANCE,
                        personal,
                        OCCURRED,
                        BOOKED),
                new AccountEvent.HoldReleased(account, hold, credits("2.5"), back, BALANCE, OCCURRED, BOOKED),
                new AccountEvent.HoldExpired(account, hold, credits("2.5"), List.of(), BALANCE, OCCURRED, BOOKED),
                new AccountEvent.AccountFrozen(account, BALANCE, personal, OCCURRED, BOOKED),
                new AccountEvent.AccountUnfrozen(account, BALANCE, personal, OCCURRED, BOOKED),
                new AccountEvent.AccountClosed(
                        account,
                        Optional.of(Disposition.REVOKE_FOR_REFUND),
                        back,
                        Balance.ZERO,
                        personal,
                        OCCURRED,
                        BOOKED),
                new AccountEvent.GrantReduced(account, grant, credits("6"), BALANCE, OCCURRED, BOOKED),
                new AccountEvent.UncoveredWrittenOff(
                        account, credits("0.3"), credits("0.014999"), BALANCE, personal, OCCURRED, BOOKED),
                subscriptionChanged(account, personal),
                new SubscriptionEvent.SubscriptionRenewed(
                        account,
                        period(account),
                        credits("20000"),
                        credits("150"),
                        credits("75"),
                        BALANCE,
                        OCCURRED,
                        BOOKED));
    }

    private static SubscriptionEvent subscriptionChanged(AccountId account, Personal personal) {
        var anchor = Instant.parse("2025-01-31T00:00:00Z");
        return new SubscriptionEvent.SubscriptionChanged(
                account,
                Optional.of(
                        new SubscriptionEvent.SubscriptionChanged.Before(Tier.FREE, SubscriptionStatus.TRIAL, anchor)),
                new Plan(
                        Tier.PRO,
                        credits("20000"),
                        Funding.CONTRACT,
                        new BigDecimal("0.5"),
                        credits("100"),
                        true,
                        false),
                SubscriptionStatus.ACTIVE,
                anchor,
                2,
                Optional.of(period(account)),
                credits("20000"),
                Credits.ZERO,
                BALANCE,
                personal,
                OCCURRED,
                BOOKED);
    }

    private static Period period(AccountId account) {
        return new Period(
                2,
                1,
                Instant.parse("2025-02-28T00:00:00Z"),
                Instant.parse("2025-03-01T12:00:00Z"),
                Instant.parse("2025-03-31T00:00:00Z"),
                credits("20000"),
                credits("12.5"),
                List.of(grant(account, "grant-1")));
    }

    public static PeriodClosed periodClosed(Personal personal) {
        return new PeriodClosed(
                YearMonth.of(2025, 2),
                4711,
                List.of(
                        new AccountTotal(
                                LedgerAccount.CREDIT_LIABILITY,
                                Optional.of(Funding.PAID),
                                Optional.of("EUR"),
                                new BigDecimal("-7.5"),
                                new BigDecimal("-750")),
                        new AccountTotal(
                                LedgerAccount.UNCOVERED_USAGE,
                                Optional.empty(),
                                Optional.empty(),
                                BigDecimal.ZERO,
                                new BigDecimal("0.000001"))),
                personal,
                OCCURRED,
                BOOKED);
    }
}
