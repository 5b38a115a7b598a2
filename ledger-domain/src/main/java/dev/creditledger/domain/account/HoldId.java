package dev.creditledger.domain.account;

import dev.creditledger.domain.IdempotencyKey;
import java.util.UUID;

/** Id of a hold: see {@link KeyedId}. */
public record HoldId(UUID value) {

    public static HoldId of(AccountId account, IdempotencyKey key) {
        return new HoldId(KeyedId.of(account, key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
