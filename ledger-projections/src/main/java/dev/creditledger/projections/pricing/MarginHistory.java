package dev.creditledger.projections.pricing;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.log.store.History;
import dev.creditledger.log.store.History.Window;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.Unsealing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The audit log of margins: every change as it stands in the log, so that nothing needs to be projected first. */
public final class MarginHistory {

    private static final String LIST = "history of margins";

    private final History history;
    private final Unsealing unsealing;

    MarginHistory(History history, Unsealing unsealing) {
        this.history = history;
        this.unsealing = unsealing;
    }

    /** @param text why, in the words of whoever did it; empty: the key to it was destroyed */
    public record Entry(MarginSet change, Cause cause, Optional<FreeText> text, long position) {}

    /**
     * The newest changes first.
     *
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<Entry> newest(Optional<String> cursor, int limit) {
        var before = cursor.map(place ->
                        Cursor.read(LIST, place, 1, parts -> OptionalLong.of(Long.parseLong(parts.getFirst()))))
                .orElse(OptionalLong.empty());
        var window = new Window(before, Optional.empty(), Optional.empty(), Set.of(MarginSet.class));
        var part = history.newest(PriceBook.NAME, window, limit);
        var next = part.next().isPresent()
                ? Optional.of(Cursor.at(LIST, List.of(Long.toString(part.next().getAsLong()))))
                : Optional.<String>empty();
        return new Page<>(part.events().stream().map(this::entry).toList(), next.isPresent(), next, part.head());
    }

    private Entry entry(StoredEvent stored) {
        var change = (MarginSet) stored.event();
        return new Entry(change, stored.cause(), unsealing.of(change.personal()), stored.position());
    }
}
