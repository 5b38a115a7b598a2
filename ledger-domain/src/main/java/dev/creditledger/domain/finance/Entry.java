package dev.creditledger.domain.finance;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.GrantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one event means in the books by itself: the definition to which the books, summed up over many events, are held.
 * Nothing is booked by it.
 *
 * @param postings sum up to zero, in each currency and in credits
 * @param lots those that the event touches, as they are after it
 */
public record Entry(List<Posting> postings, Map<GrantId, LotState> lots) {

    public Entry {
        postings = List.copyOf(postings);
        lots = Map.copyOf(lots);
    }

    /**
     * @param known the lots that were granted before
     * @throws IllegalArgumentException if the event touches a lot that is not known
     */
    public static Entry of(BoundEvent event, Function<GrantId, Optional<LotState>> known) {
        var written = new Writing(known);
        written.of(event);
        return written.entry();
    }

    private static final class Writing extends Movements {

        private final Function<GrantId, Optional<LotState>> known;
        private final Map<GrantId, LotState> before = new LinkedHashMap<>();
        private final Map<GrantId, LotState> after = new LinkedHashMap<>();
        private final List<Posting> postings = new ArrayList<>();

        Writing(Function<GrantId, Optional<LotState>> known) {
            this.known = known;
        }

        Entry entry() {
            after.forEach((grant, state) -> {
                var gone = before.containsKey(grant) ? before.get(grant).gone() : Gone.NOTHING;
                postings.addAll(state.lot().postings(gone, state.gone()));
            });
            return new Entry(postings, after);
        }

        @Override
        protected void granted(CreditsGranted lot) {
            var state = new LotState(FundedLot.of(lot), Gone.NOTHING);
            postings.addAll(state.lot().issue());
            after.put(lot.grant(), state);
        }

        @Override
        protected void gone(GrantId grant, Outlet outlet, long millionths) {
            var state = after.computeIfAbsent(grant, this::find);
            after.put(grant, new LotState(state.lot(), state.gone().plus(outlet, millionths)));
        }

        private LotState find(GrantId grant) {
            var found = known.apply(grant)
                    .orElseThrow(() -> new IllegalArgumentException("nothing is known of grant " + grant));
            before.put(grant, found);
            return found;
        }

        @Override
        protected void uncovered(long millionths) {
            postings.addAll(Posting.uncovered(millionths));
        }

        @Override
        protected void writtenOff(long millionths) {
            postings.addAll(Posting.writtenOff(millionths));
        }
    }
}
