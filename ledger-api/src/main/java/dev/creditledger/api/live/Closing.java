package dev.creditledger.api.live;

/** Why a connection is closed: below 4000 as in RFC 6455 §7.4.1, the others are this ledger's own. */
enum Closing {
    NORMAL(1000),
    GOING_AWAY(1001),
    POLICY_VIOLATION(1008),
    TOO_BIG(1009),
    INTERNAL_ERROR(1011),
    TRY_AGAIN_LATER(1013),
    SESSION_ENDED(4000),
    UNAUTHENTICATED(4001),
    CREDITS_EXHAUSTED(4003),
    QUOTA_EXCEEDED(4004),
    CONFLICT(4009),
    RATE_LIMITED(4029),
    REFUSED(4400);

    private final int code;

    Closing(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
