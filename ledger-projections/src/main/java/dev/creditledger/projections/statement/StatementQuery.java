package dev.creditledger.projections.statement;

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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happened to an account: its events as they stand in the log, so that nothing needs to be projected first. */
public final class StatementQuery {

    private final History history;
    private final Unsealing unsealing;

    StatementQuery(History history, Unsealing unsealing) {
        this.history = history;
        this.unsealing = unsealing;
    }

    /**
     * The entries of an account, the newest first; none for an account that is not there. A page of one kind may hold fewer
     * than {@code limit} although the list goes on, see {@link History}.
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
        var part = history.newest(account.value(), new Window(before, from, to, kind.map(EntryKind::event)), limit);
        var next = part.next().isPresent()
                ? Optional.of(Cursor.at(list, List.of(Long.toString(part.next().getAsLong()))))
                : Optional.<String>empty();
        return new Page<>(part.events().stream().map(this::view).toList(), next.isPresent(), next, part.head());
    }

    private static long sequence(List<String> place) {
        return Long.parseLong(place.getFirst());
    }

    private EntryView view(StoredEvent stored) {
        if (!(stored.event() instanceof BoundEvent event)) {
            throw new IllegalStateException(stored + " happened to an account and is no account's event");
        }
        var booking = Booking.of(event);
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
