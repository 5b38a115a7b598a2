package dev.creditledger.projections;

import dev.creditledger.log.store.FeedEvent;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Table;

/** Rows made from events, and from nothing else. */
public interface Projection {

    /** Starts on a batch. */
    Fold fold();

    /** Where its rows are. */
    List<Table<?>> tables();

    /** What a batch of events changes, gathered in memory: one net change per row, however many events made it. */
    interface Fold {

        /** Events come in log order, each once. What it does not know it leaves alone. */
        void add(FeedEvent event);

        /** How many rows it is going to write, roughly: what it keeps in memory grows with them, not with events. */
        int rows();

        /** Writes the changes in as few statements as there are kinds of change. */
        void flush(DSLContext sql);
    }
}
