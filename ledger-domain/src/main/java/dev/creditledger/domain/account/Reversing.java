package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchDeduction;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives back what a deduction drew, the last draw first, never more than is left of it. The deduction is closed, so what
 * it drew, what was reversed before and on which terms its lots open again is told by the command's {@link Past}.
 */
record Reversing(Account account, Instant now) {

    Decision<AccountEvent, AccountRejection> of(ReverseDeduction command) {
        var found = deduction(command);
        if (found.isEmpty()) {
            return Decision.reject(new NoSuchDeduction(command.deduction()));
        }
        var deduction = found.get();
        var reversed = reversedBefore(command);
        var reversible = deduction.amount().minus(reversed);
        var amount = command.amount().orElse(reversible);
        if (amount.exceeds(reversible) || reversible.isZero()) {
            return Decision.reject(new ReversalExceedsDeduction(amount, reversible));
        }
        var returned = returns(command.past(), lastFirst(deduction.drawn(), reversed, amount));
        var opening =
                returned.stream().filter(part -> part.reopened().isPresent()).count();
        if (opening > 0 && account.lots().inDrawOrder().size() + opening > Lots.OPEN_MAX) {
            return Decision.reject(new LimitReached("open_lots", Lots.OPEN_MAX));
        }
        return Decision.accept(new DeductionReversed(
                account.id(),
                command.reversal(),
                command.deduction(),
                amount,
                deduction.type(),
                deduction.chargedFeature(),
                returned,
                account.lots().refunded(returned).balance(),
                command.text().about(account.owner().orElseThrow()),
                now,
                now));
    }

    private static Optional<Deduction> deduction(ReverseDeduction command) {
        return command.past().events().stream()
                .filter(Deduction.class::isInstance)
                .map(Deduction.class::cast)
                .filter(event -> event.deduction().equals(command.deduction()))
                .findFirst();
    }

    private static Credits reversedBefore(ReverseDeduction command) {
        var sum = Credits.ZERO;
        for (var event : command.past().events()) {
            if (event instanceof DeductionReversed reversal
                    && reversal.deduction().equals(command.deduction())) {
                sum = sum.plus(reversal.amount());
            }
        }
        return sum;
    }

    /** The next {@code amount} from the end of what was drawn, behind what went back before. */
    private static List<Draw> lastFirst(List<Draw> drawn, Credits goneBefore, Credits amount) {
        var parts = new ArrayList<Draw>();
        var skip = goneBefore;
        var missing = amount;
        for (var draw : drawn.reversed()) {
            var skipped = draw.amount().min(skip);
            skip = skip.minus(skipped);
            var share = draw.amount().minus(skipped).min(missing);
            missing = missing.minus(share);
            if (share.isPositive()) {
                parts.add(new Draw(draw.grant(), share));
            }
        }
        return parts;
    }

    private List<Returned> returns(Past past, List<Draw> parts) {
        return parts.stream().map(part -> returned(past, part)).toList();
    }

    private Returned returned(Past past, Draw part) {
        var open = account.lots().find(part.grant());
        if (open.isPresent()) {
            return new Returned(part.grant(), part.amount(), open.get().fateOfReturn(now), Optional.empty());
        }
        var terms = terms(past, part.grant());
        if (wasRevoked(past, part.grant())) {
            return new Returned(part.grant(), part.amount(), Fate.REVOKED, Optional.empty());
        }
        return terms.expired(now)
                ? new Returned(part.grant(), part.amount(), Fate.EXPIRED, Optional.empty())
                : new Returned(part.grant(), part.amount(), Fate.AVAILABLE, Optional.of(terms));
    }

    private static LotTerms terms(Past past, GrantId grant) {
        for (var event : past.events()) {
            if (event instanceof CreditsGranted granted && granted.grant().equals(grant)) {
                return granted.terms();
            }
        }
        throw new IllegalStateException("the past of a deduction names its grants, this one not: " + grant);
    }

    private static boolean wasRevoked(Past past, GrantId grant) {
        return past.events().stream()
                .anyMatch(event ->
                        event instanceof GrantRevoked revoked && revoked.grant().equals(grant));
    }
}
