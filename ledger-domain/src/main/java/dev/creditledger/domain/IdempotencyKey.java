package dev.creditledger.domain;

/** The caller's name for one command, unique within an account for ever: 1 to 255 printable ASCII characters. */
public record IdempotencyKey(String value) {

    private static final int LENGTH_MAX = 255;

    public IdempotencyKey {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("an idempotency key has 1 to 255 printable ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
