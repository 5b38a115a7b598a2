package dev.creditledger.projections.statement;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.log.store.History;
import dev.creditledger.log.store.History.Window;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.Unsealing;
import dev.creditledger.projections.statement.EntryView.By;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened to an account: its events as they stand in the log, so that nothing needs to be projected first. */
public final class StatementQuery {

    private static final Set<Class<? extends Event>> ALL =
            Arrays.stream(EntryKind.values()).map(EntryKind::event).collect(Collectors.toUnmodifiableSet());

    private final History history;
    private final Unsealing unsealing;

    StatementQuery(History history, Unsealing unsealing) {
        this.history = history;
        this.unsealing = unsealing;
    }

    /**
     * The entries of an account, the newest first; none for an account that is not there. A page may hold fewer than
     * {@code limit} although the list goes on: what tells of no change is passed over, see {@link History}.
     *
     * @param from booked at this instant or later
     * @param to booked before this instant
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<EntryView> entries(
            AccountId account,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<EntryKind> kind,
            Optional<String> cursor,
            int limit) {
        var list = "history of " + account + " from " + from + " to " + to + " of " + kind;
        var before = cursor.map(place -> OptionalLong.of(Cursor.read(list, place, 1, StatementQuery::sequence)))
                .orElse(OptionalLong.empty());
        var part = history.newest(account.value(), new Window(before, from, to, forms(kind)), limit);
        var next = part.next().isPresent()
                ? Optional.of(Cursor.at(list, List.of(Long.toString(part.next().getAsLong()))))
                : Optional.<String>empty();
        return new Page<>(
                part.events().stream().flatMap(stored -> view(stored).stream()).toList(),
                next.isPresent(),
                next,
                part.head());
    }

    private static Set<Class<? extends Event>> forms(Optional<EntryKind> kind) {
        return kind.<Set<Class<? extends Event>>>map(one -> Set.of(one.event())).orElse(ALL);
    }

    private static long sequence(List<String> place) {
        return Long.parseLong(place.getFirst());
    }

    private Optional<EntryView> view(StoredEvent stored) {
        if (!(stored.event() instanceof BoundEvent event)) {
            throw new IllegalStateException(stored + " happened to an account and is no account's event");
        }
        return Booking.of(event).map(booking -> view(booking, event, stored));
    }

    private EntryView view(Booking booking, BoundEvent event, StoredEvent stored) {
        var cause = stored.cause();
        return new EntryView(
                booking.kind(),
                booking.amount(),
                booking.lost(),
                event.balance(),
                booking.ids(),
                booking.spent(),
                new By(cause.actor(), cause.requestId(), cause.correlationId()),
                unsealing.of(event.personal()),
                event.occurredAt(),
                event.bookedAt(),
                stored.position());
    }
}
