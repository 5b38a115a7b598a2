package dev.creditledger.domain.account;

/**
 * Names what the ledger does by itself in an account and does once, such as a period's allocation. It can equal no caller's
 * idempotency key: see {@link KeyedId}.
 */
public record LedgerKey(String value) {

    private static final int LENGTH_MAX = 64;

    public LedgerKey {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("a key of the ledger has 1 to 64 printable ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
