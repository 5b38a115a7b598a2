package dev.creditledger.domain.account;

import java.util.List;

/**
 * What the log remembers of something that the state has closed: its opening event and the rare events that followed;
 * for a deduction also the grants it drew from, with their revocations. Empty: there never was such a thing.
 */
public record Past(List<AccountEvent> events) {

    public static final Past NONE = new Past(List.of());

    public Past {
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }
}
