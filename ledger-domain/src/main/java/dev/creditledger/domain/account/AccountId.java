package dev.creditledger.domain.account;

import java.util.regex.Pattern;

/** The caller's id of an account: 1 to 64 of {@code A-Z a-z 0-9 _ . : -}. */
public record AccountId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    public AccountId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an account id has 1 to 64 of the characters A-Z a-z 0-9 _ . : -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
