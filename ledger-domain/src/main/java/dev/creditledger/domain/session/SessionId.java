package dev.creditledger.domain.session;

import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.KeyedId;
import java.util.UUID;

/** Id of a live session: see {@link KeyedId}. */
public record SessionId(UUID value) {

    public static SessionId of(AccountId account, IdempotencyKey key) {
        return new SessionId(KeyedId.of(account, key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
