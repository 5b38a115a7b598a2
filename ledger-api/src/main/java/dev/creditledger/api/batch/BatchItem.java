package dev.creditledger.api.batch;

import dev.creditledger.api.account.Ask;
import dev.creditledger.api.account.Change;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.IdempotencyKey;
import java.util.Optional;
import java.util.Set;

/** One item of a batch: the body of its single call, with the path and the key as fields beside. */
final class BatchItem {

    private static final String KEY = "idempotencyKey";
    private static final String ACCOUNT = "accountId";
    private static final String KIND = "kind";
    private static final String HOLD = "holdId";
    private static final Set<String> ENVELOPE = Set.of(KEY, ACCOUNT, KIND);
    private static final Set<String> ENVELOPE_WITH_HOLD = Set.of(KEY, ACCOUNT, KIND, HOLD);

    /** The changes that can be asked for in a batch, by the names of their kinds. */
    private enum Kind {
        DEDUCTION(Change.DEDUCTION),
        GRANT(Change.GRANT),
        USAGE(Change.USAGE),
        HOLD(Change.HOLD),
        CAPTURE(Change.CAPTURE),
        RELEASE(Change.RELEASE);

        private final Change change;

        Kind(Change change) {
            this.change = change;
        }
    }

    private BatchItem() {}

    /** @throws ProblemException if it does not say which single call it stands for */
    static Ask ask(Json item) {
        var fields = new Fields(item);
        var kind = fields.choice(KIND, Kind.class);
        var account = fields.text(ACCOUNT, text -> !text.isEmpty(), "must not be empty");
        var part = kind.change.hasPart()
                ? Optional.of(fields.text(HOLD, text -> !text.isEmpty(), "must not be empty"))
                : Optional.<String>empty();
        fields.finishSoFar();
        return new Ask(
                kind.change,
                account,
                part,
                () -> key(item),
                () -> item,
                kind.change.hasPart() ? ENVELOPE_WITH_HOLD : ENVELOPE);
    }

    private static IdempotencyKey key(Json item) {
        var key = item instanceof Json.Members(var fields) ? fields.get(KEY) : null;
        return switch (key) {
            case null -> throw Problem.IDEMPOTENCY_KEY_REQUIRED.here();
            case Json.Literal.NULL -> throw Problem.IDEMPOTENCY_KEY_REQUIRED.here();
            case Json.Text(var text) -> Call.key(KEY, text);
            case Json _ -> throw ProblemException.invalid(KEY, "must be a string");
        };
    }
}
