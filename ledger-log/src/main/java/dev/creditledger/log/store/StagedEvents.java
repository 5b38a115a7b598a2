package dev.creditledger.log.store;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a root unit of work is going to append: everything that it and the units nested in it published, in one append
 * when it commits, unless whoever began it {@link #keep keeps} them.
 */
public final class StagedEvents {

    private static final String RESOURCE = StagedEvents.class.getName();

    private final List<NewEvent> events = new ArrayList<>();
    private boolean kept;

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
            log.append(events);
        }
    }
}
