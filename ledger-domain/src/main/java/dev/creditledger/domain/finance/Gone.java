package dev.creditledger.domain.finance;

/**
 * What has left a lot, in millionths of credits. It counts net: what comes back to the lot was never gone.
 *
 * @param revoked taken back
 */
public record Gone(long used, long expired, long revoked) {

    public static final Gone NOTHING = new Gone(0, 0, 0);

    public Gone plus(Outlet outlet, long millionths) {
        return switch (outlet) {
            case USED -> new Gone(used + millionths, expired, revoked);
            case EXPIRED -> new Gone(used, expired + millionths, revoked);
            case REVOKED -> new Gone(used, expired, revoked + millionths);
        };
    }

    public Gone plus(Gone other) {
        return new Gone(used + other.used, expired + other.expired, revoked + other.revoked);
    }

    public long total() {
        return used + expired + revoked;
    }

    long of(Outlet outlet) {
        return switch (outlet) {
            case USED -> used;
            case EXPIRED -> expired;
            case REVOKED -> revoked;
        };
    }
}
