package dev.creditledger.projections.statement;

import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.session.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of an account.
 *
 * @param amount how many credits it is about; the kind says which way they went
 * @param lost the part of them that returned to a dead lot, and expired or was revoked with it; of a grant, the part that
 *     went to usage nothing had paid for
 * @param after the balance right after it
 * @param text fields {@code reason}, {@code description} and {@code metadata.<key>}; {@link FreeText#NONE} when nothing was
 *     given, empty when it was erased
 * @param occurredAt when it happened
 * @param bookedAt when the ledger took it in
 * @param position its own position in the log
 */
public record EntryView(
        EntryKind kind,
        Credits amount,
        Credits lost,
        Balance after,
        Ids ids,
        Spent spent,
        By cause,
        Optional<FreeText> text,
        Instant occurredAt,
        Instant bookedAt,
        long position) {

    /** What it is about. */
    public record Ids(
            Optional<GrantId> grant,
            Optional<DeductionId> deduction,
            Optional<HoldId> hold,
            Optional<ReversalId> reversal,
            Optional<SessionId> session) {

        static final Ids NONE =
                new Ids(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Ids with(SessionId of) {
            return new Ids(grant, deduction, hold, reversal, Optional.of(of));
        }
    }

    /** What credits were spent on, or came back from. */
    public record Spent(
            Optional<DeductionType> type, Optional<String> feature, Optional<String> vendor, Optional<String> model) {}

    /** Who asked for it, in which request. */
    public record By(Actor actor, String requestId, String correlationId) {}
}
