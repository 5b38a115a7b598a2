package dev.creditledger.commands.pricing;

import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.log.store.EventLog;
import java.util.function.LongSupplier;

/**
 * The price book as the log had it when it was last read.
 *
 * @param next sequence of the event that would come next
 * @param readAt nanoseconds at which that reading began; nothing that was in the log then is missing
 */
record KnownBook(PriceBook book, long next, long readAt) {

    private static final int PAGE = 1_000;

    static KnownBook nothing(long now) {
        return new KnownBook(PriceBook.UNOPENED, 0, now);
    }

    /** With what has come since, read page by page. */
    KnownBook refreshed(EventLog log, LongSupplier nanoTime) {
        var began = nanoTime.getAsLong();
        var known = book;
        var after = next;
        while (true) {
            var page = log.ofAggregate(PriceBook.NAME, after, PAGE);
            for (var event : page) {
                known = known.evolve((PricingEvent) event.event());
            }
            after += page.size();
            if (page.size() < PAGE) {
                return new KnownBook(known, after, began);
            }
        }
    }
}
