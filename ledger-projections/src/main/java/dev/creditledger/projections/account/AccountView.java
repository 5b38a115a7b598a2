package dev.creditledger.projections.account;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * An account without its credits.
 *
 * @param profile fields {@code email} and {@code metadata.<key>}; {@link FreeText#NONE} when nothing was given, empty when
 *     it was erased
 * @param position the log position up to which it is true
 */
public record AccountView(
        AccountId account,
        SubjectId owner,
        Status status,
        Instant openedAt,
        Optional<FreeText> profile,
        long position) {}
