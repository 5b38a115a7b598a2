package dev.creditledger.domain.account;

/** The caller's id of an account: 1 to 64 of {@code A-Z a-z 0-9 _ . : -}. */
public record AccountId(String value) {

    private static final int LENGTH_MAX = 64;

    public AccountId {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !isWellFormed(value)) {
            throw new IllegalArgumentException("an account id has 1 to 64 of the characters A-Z a-z 0-9 _ . : -");
        }
    }

    /** By hand, as every command and every event that is read makes ids. */
    private static boolean isWellFormed(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            var letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "_.:-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
