package dev.creditledger.log.vault;

import java.sql.SQLException;

/** The vault's keys could not be read or written. Nothing was sealed or unsealed. */
public final class VaultUnavailableException extends RuntimeException {

    VaultUnavailableException(SQLException cause) {
        super("the vault does not answer: " + cause.getMessage(), cause);
    }
}
