package dev.creditledger.log.vault;

import java.sql.SQLException;

/** The vault's keys could not be read or written. Nothing was sealed or unsealed. */
public final class VaultUnavailableException extends RuntimeException {

    VaultUnavailableException(SQLException cause) {
        super("the keys of the vault cannot be read or written now", cause);
    }
}
