package dev.creditledger.api.account;

import dev.creditledger.api.json.CanonicalJson;
import dev.creditledger.api.json.Json;
import dev.creditledger.domain.IdempotencyKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A change as it was asked for, in a call of its own or in a batch. Key and body are read when it is their turn.
 *
 * @param account the account's id, as sent
 * @param part the id of the grant, deduction or hold that it is about, as sent
 * @param envelope fields of the body that only say what the path and header of a single call say
 */
public record Ask(
        Change change,
        String account,
        Optional<String> part,
        Supplier<IdempotencyKey> key,
        Supplier<Json> body,
        Set<String> envelope) {

    /** The body of the single call, in canonical form. */
    String canonical(Json body) {
        return body instanceof Json.Members members ? CanonicalJson.without(envelope, members) : CanonicalJson.of(body);
    }
}
