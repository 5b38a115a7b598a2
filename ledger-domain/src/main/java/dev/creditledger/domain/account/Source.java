package dev.creditledger.domain.account;

/** Where granted credits come from, with the draw priority they have by default (lowest number is spent first). */
public enum Source {
    SUBSCRIPTION(40),
    BONUS(20),
    BETA(20),
    PURCHASE(80),
    COUPON(20),
    GIFT(50),
    ADJUSTMENT(50);

    private final int defaultPriority;

    Source(int defaultPriority) {
        this.defaultPriority = defaultPriority;
    }

    public int defaultPriority() {
        return defaultPriority;
    }
}
