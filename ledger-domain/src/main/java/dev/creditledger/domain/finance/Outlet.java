package dev.creditledger.domain.finance;

/** How credits leave their lot. */
public enum Outlet {
    USED,
    EXPIRED,
    REVOKED
}
