package dev.creditledger.log.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a root unit of work is going to append: everything that it and the units nested in it published, in one append
 * when it commits. Afterwards it knows the position of each event.
 */
public final class StagedEvents {

    private static final String RESOURCE = StagedEvents.class.getName();

    private final List<NewEvent> events = new ArrayList<>();
    private boolean kept;
    private long first;

    private StagedEvents() {}

    /** Those of the root of {@code unitOfWork}. */
    public static StagedEvents in(UnitOfWork<?> unitOfWork) {
        return unitOfWork.root().getOrComputeResource(RESOURCE, _ -> new StagedEvents());
    }

    void add(NewEvent event) {
        events.add(event);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** They are not appended when the unit of work commits: whoever began it takes them as a {@link #draft}. */
    public void keep() {
        kept = true;
    }

    public Draft draft(EventLog log) {
        return log.draft(events);
    }

    void appendTo(EventLog log) {
        if (!kept) {
            first = log.append(events);
        }
    }

    /** Position of the event with this message identifier; empty: not staged here, or not appended yet. */
    public OptionalLong position(String eventIdentifier) {
        if (first == 0) {
            return OptionalLong.empty();
        }
        var id = UUID.fromString(eventIdentifier);
        return IntStream.range(0, events.size())
                .filter(place -> events.get(place).id().equals(id))
                .mapToLong(place -> first + place)
                .findFirst();
    }

    /** Position of the last event; empty: nothing staged, or not appended yet. */
    public OptionalLong lastPosition() {
        return first == 0 ? OptionalLong.empty() : OptionalLong.of(first + events.size() - 1);
    }

    /** How many events are staged. */
    public int size() {
        return events.size();
    }
}
