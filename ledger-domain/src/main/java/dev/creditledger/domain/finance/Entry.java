package dev.creditledger.domain.finance;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.GrantId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one event is in the books.
 *
 * @param postings sum up to zero, in each currency and in credits
 * @param lots those that the event touches, as they are after it
 */
public record Entry(List<Posting> postings, Map<GrantId, Standing> lots) {

    /** A lot, and what of it has gone. */
    public record Standing(FundedLot lot, Gone gone) {}

    public Entry {
        postings = List.copyOf(postings);
        lots = Map.copyOf(lots);
    }

    /**
     * @param known the lots that were granted before
     * @throws IllegalArgumentException if the event touches a lot that is not known
     */
    public static Entry of(BoundEvent event, Function<GrantId, Optional<Standing>> known) {
        var written = new Writing(known);
        written.of(event);
        return written.entry();
    }

    /** Usage that nothing has paid for, or below zero, that was repaid. */
    public static List<Posting> uncovered(long millionths) {
        return memo(LedgerAccount.UNCOVERED_USAGE, LedgerAccount.UNCOVERED_INCOME, millionths);
    }

    public static List<Posting> writtenOff(long millionths) {
        return memo(LedgerAccount.WRITE_OFFS, LedgerAccount.UNCOVERED_USAGE, millionths);
    }

    private static List<Posting> memo(LedgerAccount debit, LedgerAccount credit, long millionths) {
        return List.of(
                new Posting(Heading.of(debit), BigDecimal.ZERO, millionths),
                new Posting(Heading.of(credit), BigDecimal.ZERO, -millionths));
    }

    private static final class Writing extends Movements {

        private final Function<GrantId, Optional<Standing>> known;
        private final Map<GrantId, Standing> before = new LinkedHashMap<>();
        private final Map<GrantId, Standing> after = new LinkedHashMap<>();
        private final List<Posting> postings = new ArrayList<>();

        Writing(Function<GrantId, Optional<Standing>> known) {
            this.known = known;
        }

        Entry entry() {
            after.forEach((grant, standing) -> {
                var gone = before.containsKey(grant) ? before.get(grant).gone() : Gone.NOTHING;
                postings.addAll(standing.lot().postings(gone, standing.gone()));
            });
            return new Entry(postings, after);
        }

        @Override
        protected void granted(CreditsGranted lot) {
            var standing = new Standing(FundedLot.of(lot), Gone.NOTHING);
            postings.addAll(standing.lot().issue());
            after.put(lot.grant(), standing);
        }

        @Override
        protected void gone(GrantId grant, Outlet outlet, long millionths) {
            var standing = after.computeIfAbsent(grant, this::find);
            after.put(grant, new Standing(standing.lot(), standing.gone().plus(outlet, millionths)));
        }

        private Standing find(GrantId grant) {
            var found = known.apply(grant)
                    .orElseThrow(() -> new IllegalArgumentException("nothing is known of grant " + grant));
            before.put(grant, found);
            return found;
        }

        @Override
        protected void uncovered(long millionths) {
            postings.addAll(Entry.uncovered(millionths));
        }

        @Override
        protected void writtenOff(long millionths) {
            postings.addAll(Entry.writtenOff(millionths));
        }
    }
}
