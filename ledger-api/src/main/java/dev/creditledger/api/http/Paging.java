package dev.creditledger.api.http;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.Page;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;

/** Which part of a list is asked for. */
public record Paging(Optional<String> cursor, int limit) {

    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;
    private static final int CURSOR_LENGTH_MAX = 4_000;

    public static Paging of(Fields query) {
        return new Paging(
                query.optionalText("cursor", CURSOR_LENGTH_MAX),
                query.optionalWhole("limit", 1, LIMIT_MAX).map(Long::intValue).orElse(LIMIT_DEFAULT));
    }

    /** @throws ProblemException {@code invalid_request}, if the cursor is not one of this list */
    public <T> Page<T> page(Function<Optional<String>, Page<T>> query) {
        try {
            return query.apply(cursor);
        } catch (InvalidCursor e) {
            throw ProblemException.invalid("cursor", "must be a nextCursor of this list with the same parameters");
        }
    }

    /**
     * The beginning of an answer that is true up to {@code position}.
     *
     * @throws ProblemException {@code projection_behind}, when that is too early for the call
     */
    public static BodyBuilder at(long position, Call call) {
        Consistency.require(position, call);
        return ResponseEntity.ok().header(Consistency.POSITION_HEADER, Long.toString(position));
    }
}
