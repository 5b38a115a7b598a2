package dev.creditledger.domain.account;

import dev.creditledger.domain.IdempotencyKey;
import java.util.UUID;

/** Id of a grant: see {@link KeyedId}. */
public record GrantId(UUID value) {

    public static GrantId of(AccountId account, IdempotencyKey key) {
        return new GrantId(KeyedId.of(account, key));
    }

    public static GrantId of(AccountId account, LedgerKey key) {
        return new GrantId(KeyedId.of(account, key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
