package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static org.jooq.impl.DSL.any;

import dev.creditledger.log.store.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** All projections of the ledger. They read each event once, and advance together. */
final class Projections {

    private static final long NONE_APPLIED = -1;

    private final List<Projection> projections;

    Projections(List<Projection> projections) {
        this.projections = List.copyOf(projections);
    }

    List<? extends Table<?>> tables() {
        return projections.stream()
                .flatMap(projection -> projection.tables().stream())
                .toList();
    }

    /** Applies the events that are new to the rows; those that are not, because they come again, change nothing. */
    void apply(DSLContext transaction, List<StoredEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        var applied = applied(transaction, events);
        var folds = projections.stream().map(Projection::fold).toList();
        for (var event : events) {
            var last = applied.getOrDefault(event.aggregate(), NONE_APPLIED);
            if (event.sequence() > last + 1) {
                throw new IllegalStateException(event + " follows #" + last);
            }
            if (event.sequence() == last + 1) {
                folds.forEach(fold -> fold.add(event));
                applied.put(event.aggregate(), event.sequence());
            }
        }
        folds.forEach(fold -> fold.flush(transaction));
    }

    private static Map<String, Long> applied(DSLContext transaction, List<StoredEvent> events) {
        var aggregates = events.stream().map(StoredEvent::aggregate).distinct().toArray(String[]::new);
        return new HashMap<>(transaction
                .select(ACCOUNT.ACCOUNT_ID, ACCOUNT.SEQUENCE)
                .from(ACCOUNT)
                .where(ACCOUNT.ACCOUNT_ID.eq(any(aggregates)))
                .fetchMap(ACCOUNT.ACCOUNT_ID, ACCOUNT.SEQUENCE));
    }
}
