package dev.creditledger.domain;

/** What a customer has subscribed to. Prices and allocations may differ by it. */
public enum Tier {
    FREE,
    PRO,
    PRO_MAX,
    ENTERPRISE_PRO,
    ENTERPRISE_MAX,
    PERPETUAL
}
