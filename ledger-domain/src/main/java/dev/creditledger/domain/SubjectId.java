package dev.creditledger.domain;

/** A data subject: a person about whom the ledger keeps data, named by the caller's opaque id of 1 to 255 characters. */
public record SubjectId(String value) {

    public SubjectId {
        if (value.isEmpty() || value.length() > 255) {
            throw new IllegalArgumentException("a subject has 1 to 255 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
