package dev.creditledger.projections;

import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.log.store.FeedEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Events on their way into the rows: folded one by one, written at once. */
final class Batch {

    private static final long NONE_APPLIED = -1;

    /**
     * Rare events that no rows are made of: every node has the price book and the tiers' quotas in memory, and closed
     * periods are read from the log.
     */
    private static final Set<String> WITHOUT_ROWS = Set.of(PriceBook.NAME, TierQuotas.NAME, ClosedPeriods.NAME);

    private final List<Projection.Fold> folds;
    private final boolean careful;

    /** Last sequence of each aggregate, in the rows or in this batch. */
    private final Map<String, Long> applied = new HashMap<>();

    private boolean repeated;

    /**
     * @param careful whether events may have been applied before: then the rows must be looked up first, see
     *     {@link #lookUp}. Else each aggregate's first event is taken to be its next, and writing fails if it is not.
     */
    Batch(Projections projections, boolean careful) {
        this.folds = projections.folds();
        this.careful = careful;
    }

    /** Before these events are added: how far the rows are. */
    void lookUp(DSLContext transaction, Collection<FeedEvent> events) {
        if (careful) {
            Set<String> unknown = events.stream()
                    .map(FeedEvent::aggregate)
                    .filter(aggregate -> !applied.containsKey(aggregate))
                    .collect(Collectors.toSet());
            var known = Projections.applied(transaction, unknown);
            unknown.forEach(aggregate -> applied.put(aggregate, known.getOrDefault(aggregate, NONE_APPLIED)));
        }
    }

    /** Takes the event in if it is new to the rows; one that is not, because it comes again, changes nothing. */
    void add(FeedEvent event) {
        if (WITHOUT_ROWS.contains(event.aggregate())) {
            return;
        }
        var sequence = event.sequence();
        var last = applied.getOrDefault(event.aggregate(), careful ? NONE_APPLIED : sequence - 1);
        if (sequence > last + 1) {
            throw new IllegalStateException(event + " follows #" + last);
        }
        if (sequence == last + 1) {
            for (var fold : folds) {
                fold.add(event);
            }
            applied.put(event.aggregate(), sequence);
        } else {
            repeated = true;
        }
    }

    /** Whether something in it came again. */
    boolean repeated() {
        return repeated;
    }

    int rows() {
        return folds.stream().mapToInt(Projection.Fold::rows).sum();
    }

    void flush(DSLContext transaction) {
        folds.forEach(fold -> fold.flush(transaction));
    }
}
