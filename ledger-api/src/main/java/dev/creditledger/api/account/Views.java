package dev.creditledger.api.account;

import dev.creditledger.api.security.Access;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.account.Totals;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.projections.account.AccountView;
import dev.creditledger.projections.account.BalanceView;
import dev.creditledger.projections.account.BalanceView.OpenGrant;
import dev.creditledger.projections.statement.EntryKind;
import dev.creditledger.projections.statement.EntryView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is read of accounts, as it is written in answers. */
final class Views {

    private static final String METADATA = "metadata.";

    private Views() {}

    /** @param erased whether the person's data was erased: then email and metadata are gone for ever */
    record AccountAnswer(
            AccountId accountId,
            SubjectId ownerId,
            Status status,
            Instant openedAt,
            Optional<String> email,
            Map<String, String> metadata,
            boolean erased,
            long position) {

        static AccountAnswer of(AccountView view) {
            var profile = view.profile().orElse(FreeText.NONE);
            return new AccountAnswer(
                    view.account(),
                    view.owner(),
                    view.status(),
                    view.openedAt(),
                    Optional.ofNullable(profile.fields().get("email")),
                    Views.metadata(profile),
                    view.profile().isEmpty(),
                    view.position());
        }
    }

    record BalanceAnswer(
            AccountId accountId,
            Status status,
            Credits available,
            Credits held,
            Credits pending,
            Credits total,
            Credits uncovered,
            Totals lifetime,
            List<GrantAnswer> grants,
            long position,
            Instant asOf) {

        static BalanceAnswer of(BalanceView view) {
            return new BalanceAnswer(
                    view.account(),
                    view.status(),
                    view.balance().available(),
                    view.balance().held(),
                    view.balance().pending(),
                    view.balance().total(),
                    view.uncovered(),
                    view.lifetime(),
                    view.grants().stream().map(GrantAnswer::of).toList(),
                    view.position(),
                    view.asOf());
        }
    }

    record GrantAnswer(
            GrantId grantId,
            Source source,
            Funding funding,
            Credits amount,
            Credits remaining,
            Credits held,
            boolean pending,
            int priority,
            Instant effectiveAt,
            Optional<Instant> expiresAt) {

        static GrantAnswer of(OpenGrant grant) {
            return new GrantAnswer(
                    grant.grant(),
                    grant.source(),
                    grant.funding(),
                    grant.amount(),
                    grant.remaining(),
                    grant.held(),
                    grant.pending(),
                    grant.terms().priority(),
                    grant.terms().effectiveAt(),
                    grant.terms().expiresAt());
        }
    }

    record EntryAnswer(
            EntryKind kind,
            Credits amount,
            Credits lost,
            Credits availableAfter,
            Credits heldAfter,
            Credits pendingAfter,
            Optional<GrantId> grantId,
            Optional<DeductionId> deductionId,
            Optional<HoldId> holdId,
            Optional<ReversalId> reversalId,
            Optional<SessionId> sessionId,
            Optional<DeductionType> type,
            Optional<String> feature,
            Optional<String> vendor,
            Optional<String> model,
            CauseAnswer cause,
            Optional<String> reason,
            Optional<String> description,
            Map<String, String> metadata,
            boolean erased,
            Instant occurredAt,
            Instant bookedAt,
            long position) {

        static EntryAnswer of(EntryView entry, Access reader) {
            var text = entry.text().orElse(FreeText.NONE);
            return new EntryAnswer(
                    entry.kind(),
                    entry.amount(),
                    entry.lost(),
                    entry.after().available(),
                    entry.after().held(),
                    entry.after().pending(),
                    entry.ids().grant(),
                    entry.ids().deduction(),
                    entry.ids().hold(),
                    entry.ids().reversal(),
                    entry.ids().session(),
                    entry.spent().type(),
                    entry.spent().feature(),
                    entry.spent().vendor(),
                    entry.spent().model(),
                    CauseAnswer.of(entry.cause(), reader),
                    Optional.ofNullable(text.fields().get("reason")),
                    Optional.ofNullable(text.fields().get("description")),
                    Views.metadata(text),
                    entry.text().isEmpty(),
                    entry.occurredAt(),
                    entry.bookedAt(),
                    entry.position());
        }
    }

    /** @param actor who it was; a user is told the role only, unless it was the user itself */
    record CauseAnswer(Optional<SubjectId> actor, Role role, String requestId, String correlationId) {

        static CauseAnswer of(EntryView.By cause, Access reader) {
            var subject = cause.actor().subject();
            var told = !reader.isUser() || subject.equals(reader.caller().subject());
            return new CauseAnswer(
                    told ? Optional.of(subject) : Optional.empty(),
                    cause.actor().role(),
                    cause.requestId(),
                    cause.correlationId());
        }
    }

    private static Map<String, String> metadata(FreeText text) {
        Map<String, String> metadata = new TreeMap<>();
        text.fields().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        return metadata;
    }
}
