package dev.creditledger.domain.account;

import dev.creditledger.domain.IdempotencyKey;
import java.util.UUID;

/** Id of a reversal: see {@link KeyedId}. */
public record ReversalId(UUID value) {

    public static ReversalId of(AccountId account, IdempotencyKey key) {
        return new ReversalId(KeyedId.of(account, key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
