package dev.creditledger.api.account;

import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.ReversalId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a change is aimed at.
 *
 * @param part the grant, deduction or hold in the path
 * @param at business time of the request
 */
record Target(AccountId account, Optional<UUID> part, IdempotencyKey key, Instant at) {

    GrantId newGrant() {
        return GrantId.of(account, key);
    }

    DeductionId newDeduction() {
        return DeductionId.of(account, key);
    }

    HoldId newHold() {
        return HoldId.of(account, key);
    }

    ReversalId newReversal() {
        return ReversalId.of(account, key);
    }

    GrantId grant() {
        return new GrantId(part.orElseThrow());
    }

    DeductionId deduction() {
        return new DeductionId(part.orElseThrow());
    }

    HoldId hold() {
        return new HoldId(part.orElseThrow());
    }
}
