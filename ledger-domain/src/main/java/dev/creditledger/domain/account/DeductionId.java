package dev.creditledger.domain.account;

import dev.creditledger.domain.IdempotencyKey;
import java.util.UUID;

/** Id of a deduction: see {@link KeyedId}. */
public record DeductionId(UUID value) {

    public static DeductionId of(AccountId account, IdempotencyKey key) {
        return new DeductionId(KeyedId.of(account, key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
