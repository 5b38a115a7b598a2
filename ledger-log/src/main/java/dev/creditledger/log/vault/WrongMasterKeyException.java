package dev.creditledger.log.vault;

/** The configured master key is not the one that wrapped the keys in the database. */
public final class WrongMasterKeyException extends RuntimeException {

    WrongMasterKeyException(String message) {
        super(message);
    }
}
