package dev.creditledger.projections.finance;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.finance.FundedLot;
import dev.creditledger.domain.finance.Gone;
import dev.creditledger.domain.finance.LotState;
import dev.creditledger.domain.finance.Movements;
import dev.creditledger.domain.finance.Outlet;
import dev.creditledger.domain.finance.Posting;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What some events moved, net: what a lot's credits are worth depends on how much left it, not on the steps in which it did,
 * so nothing but the sums is kept.
 */
final class Moved extends Movements {

    /** What left a lot, in millionths. */
    static final class LotMoves {
        final String account;
        final GrantId grant;
        private long used;
        private long expired;
        private long revoked;

        LotMoves(String account, GrantId grant) {
            this.account = account;
            this.grant = grant;
        }

        Gone gone() {
            return new Gone(used, expired, revoked);
        }
    }

    /** A lot that was granted. */
    record Issued(String account, GrantId grant, FundedLot lot) {}

    /** Lots that were granted by these events, or by others before them that are remembered. */
    private final Map<GrantId, LotState> remembered;

    private final Map<GrantId, LotMoves> lots = new HashMap<>();
    private final Map<GrantId, Issued> issued = new LinkedHashMap<>();
    private final Amounts amounts = new Amounts();
    private String account = "";

    /** Of the last deduction: many in a row draw on one lot. */
    private @Nullable LotMoves last;

    /** @param remembered takes in what is granted */
    Moved(Map<GrantId, LotState> remembered) {
        this.remembered = remembered;
    }

    void add(BoundEvent event) {
        account = event.aggregate();
        of(event);
    }

    @Override
    protected void granted(CreditsGranted lot) {
        var funded = FundedLot.of(lot);
        remembered.put(lot.grant(), new LotState(funded, Gone.NOTHING));
        issued.put(lot.grant(), new Issued(account, lot.grant(), funded));
        amounts.add(funded.issue());
    }

    @Override
    protected void gone(GrantId lot, Outlet outlet, long millionths) {
        var moves = moves(lot);
        switch (outlet) {
            case USED -> moves.used += millionths;
            case EXPIRED -> moves.expired += millionths;
            case REVOKED -> moves.revoked += millionths;
        }
    }

    private LotMoves moves(GrantId lot) {
        var moves = last;
        if (moves == null || !moves.grant.equals(lot)) {
            moves = lots.get(lot);
            if (moves == null) {
                moves = new LotMoves(account, lot);
                lots.put(lot, moves);
            }
            last = moves;
        }
        return moves;
    }

    @Override
    protected void uncovered(long millionths) {
        amounts.add(Posting.uncovered(millionths));
    }

    @Override
    protected void writtenOff(long millionths) {
        amounts.add(Posting.writtenOff(millionths));
    }

    /** How many lots they touch. */
    int size() {
        return lots.size() + issued.size();
    }

    /** What can be booked without looking anything up: grants, and what no lot stands behind. */
    Amounts amounts() {
        return amounts;
    }

    Collection<Issued> issued() {
        return issued.values();
    }

    /** Whether the lot was granted by these events. */
    boolean issues(GrantId lot) {
        return issued.containsKey(lot);
    }

    /** Of lots that are remembered. */
    List<LotMoves> known() {
        return touched(moves -> remembered.containsKey(moves.grant));
    }

    /** Of lots that must be looked up. */
    List<LotMoves> unknown() {
        return touched(moves -> !remembered.containsKey(moves.grant));
    }

    private List<LotMoves> touched(Predicate<LotMoves> which) {
        return lots.values().stream().filter(which).toList();
    }
}
