package dev.creditledger.domain.finance;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A lot as finance sees it, which never changes: what was granted, and the money behind it.
 *
 * <p>The first k of its credits are worth {@code floor(paid × k / amount)} at the sixth decimal. What was used comes
 * first, then what expired, then what was revoked, then what is left: so what each of them is worth depends on how much of
 * each there is, not on the order in which it happened, and all four together are exactly what was paid.
 *
 * @param since the day, in UTC, from which it could be spent
 * @param paid empty: no money stands behind it here
 */
public record FundedLot(Funding funding, Source source, LocalDate since, Credits amount, Optional<Money> paid) {

    /** Decimals of money: those that a paid amount may have, whatever its currency. */
    public static final int MONEY_SCALE = 6;

    private static final BigDecimal NO_MONEY = BigDecimal.ZERO.setScale(MONEY_SCALE);

    public static FundedLot of(CreditsGranted granted) {
        return new FundedLot(
                granted.funding(),
                granted.source(),
                LocalDate.ofInstant(granted.terms().effectiveAt(), ZoneOffset.UTC),
                granted.amount(),
                granted.payment().map(Payment::paid));
    }

    /** The postings of the grant itself. */
    public List<Posting> issue() {
        var paid = money(amount.millionths());
        var credits = amount.millionths();
        return List.of(
                new Posting(heading(issuedBy()), paid, credits), new Posting(outstanding(), paid.negate(), -credits));
    }

    /** The postings of all that left the lot, or came back, between the two. */
    public List<Posting> postings(Gone before, Gone after) {
        var postings = new ArrayList<Posting>(4);
        postings.add(new Posting(
                outstanding(), money(after.total()).subtract(money(before.total())), after.total() - before.total()));
        var worthBefore = NO_MONEY;
        var worthAfter = NO_MONEY;
        var countedBefore = 0L;
        var countedAfter = 0L;
        for (var outlet : Outlet.values()) {
            countedBefore += before.of(outlet);
            countedAfter += after.of(outlet);
            var nextBefore = money(countedBefore);
            var nextAfter = money(countedAfter);
            var more = nextAfter.subtract(worthAfter).subtract(nextBefore.subtract(worthBefore));
            postings.add(new Posting(heading(account(outlet)), more.negate(), before.of(outlet) - after.of(outlet)));
            worthBefore = nextBefore;
            worthAfter = nextAfter;
        }
        postings.removeIf(Posting::isNothing);
        return postings;
    }

    /** What the first {@code millionths} of its credits are worth. */
    private BigDecimal money(long millionths) {
        return paid.map(money -> money.amount()
                        .multiply(BigDecimal.valueOf(millionths))
                        .divide(BigDecimal.valueOf(amount.millionths()), MONEY_SCALE, RoundingMode.FLOOR))
                .orElse(NO_MONEY);
    }

    private LedgerAccount issuedBy() {
        return switch (funding) {
            case PAID -> LedgerAccount.CLEARING;
            case CONTRACT -> LedgerAccount.CONTRACT_RECEIVABLE;
            case PROMOTIONAL -> LedgerAccount.PROMOTIONS_GRANTED;
        };
    }

    private Heading outstanding() {
        var account = switch (funding) {
            case PAID, CONTRACT -> LedgerAccount.CREDIT_LIABILITY;
            case PROMOTIONAL -> LedgerAccount.PROMOTIONS_OUTSTANDING;
        };
        return new Heading(account, Optional.of(funding), Optional.of(source), Optional.of(since), currency());
    }

    private LedgerAccount account(Outlet outlet) {
        return switch (funding) {
            case PAID, CONTRACT ->
                switch (outlet) {
                    case USED -> LedgerAccount.REVENUE;
                    case EXPIRED -> LedgerAccount.BREAKAGE;
                    case REVOKED -> LedgerAccount.REFUNDS_PAYABLE;
                };
            case PROMOTIONAL ->
                switch (outlet) {
                    case USED -> LedgerAccount.PROMOTIONS_USED;
                    case EXPIRED -> LedgerAccount.PROMOTIONS_LAPSED;
                    case REVOKED -> LedgerAccount.PROMOTIONS_WITHDRAWN;
                };
        };
    }

    private Heading heading(LedgerAccount account) {
        return new Heading(account, Optional.of(funding), Optional.of(source), Optional.empty(), currency());
    }

    private Optional<String> currency() {
        return paid.map(Money::currency);
    }
}
