package dev.creditledger.domain.subscription;

import java.util.EnumSet;
import java.util.Set;

/** How a subscription stands. Only an active one is given allocations. */
public enum SubscriptionStatus {
    TRIAL,
    ACTIVE,
    /** A payment is late; it may spend if its plan says so. */
    PAST_DUE,
    /** A payment is very late; it may spend if its plan says so. */
    GRACE_PERIOD,
    SUSPENDED,
    CANCELLED,
    EXPIRED;

    /** What a new subscription may begin as. */
    public static final Set<SubscriptionStatus> FIRST = Set.copyOf(EnumSet.of(TRIAL, ACTIVE));

    /** What it may become; to stay as it is is always legal. */
    public Set<SubscriptionStatus> next() {
        return switch (this) {
            case TRIAL -> EnumSet.of(ACTIVE, SUSPENDED, CANCELLED, EXPIRED);
            case ACTIVE -> EnumSet.of(PAST_DUE, GRACE_PERIOD, SUSPENDED, CANCELLED, EXPIRED);
            case PAST_DUE -> EnumSet.of(ACTIVE, GRACE_PERIOD, SUSPENDED, CANCELLED, EXPIRED);
            case GRACE_PERIOD -> EnumSet.of(ACTIVE, SUSPENDED, CANCELLED, EXPIRED);
            case SUSPENDED -> EnumSet.of(ACTIVE, CANCELLED, EXPIRED);
            case CANCELLED -> EnumSet.of(ACTIVE, EXPIRED);
            case EXPIRED -> EnumSet.of(ACTIVE);
        };
    }

    boolean mayBecome(SubscriptionStatus other) {
        return this == other || next().contains(other);
    }
}
