package dev.creditledger.domain.account;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import java.util.List;

/**
 * What the log remembers of something that the state has closed: its opening event and the rare events that followed;
 * for a deduction also the grants it drew from, with their revocations. Empty: there never was such a thing.
 */
public record Past(List<? extends BoundEvent> events) {

    public static final Past NONE = new Past(List.of());

    public Past {
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Whether there was this grant. The id alone does not tell: deductions and holds have such ids too. */
    boolean tellsOf(GrantId grant) {
        return events.stream()
                .anyMatch(event -> event instanceof CreditsGranted granted
                        && granted.grant().equals(grant));
    }

    /** Whether there was this hold. */
    boolean tellsOf(HoldId hold) {
        return events.stream()
                .anyMatch(event ->
                        event instanceof HoldPlaced placed && placed.hold().equals(hold));
    }
}
