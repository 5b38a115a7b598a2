package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static org.jooq.impl.DSL.any;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** All projections of the ledger. They read each event once, and advance together. */
final class Projections {

    private final List<Projection> projections;

    Projections(List<Projection> projections) {
        this.projections = List.copyOf(projections);
    }

    List<? extends Table<?>> tables() {
        return projections.stream()
                .flatMap(projection -> projection.tables().stream())
                .toList();
    }

    List<Projection.Fold> folds() {
        return projections.stream().map(Projection::fold).toList();
    }

    /** The last sequence that the rows of each aggregate know; none of those that have no rows. */
    static Map<String, Long> applied(DSLContext transaction, Collection<String> aggregates) {
        return transaction
                .select(ACCOUNT.ACCOUNT_ID, ACCOUNT.SEQUENCE)
                .from(ACCOUNT)
                .where(ACCOUNT.ACCOUNT_ID.eq(any(aggregates.toArray(String[]::new))))
                .fetchMap(ACCOUNT.ACCOUNT_ID, ACCOUNT.SEQUENCE);
    }
}
