package dev.creditledger.api.account;

import dev.creditledger.api.http.Consistency;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * A change that was made.
 *
 * @param replayed whether it had been made before, under the same key
 */
public record Answered(Answer answer, long position, boolean replayed) {

    public static final String REPLAYED_HEADER = "Idempotent-Replayed";

    ResponseEntity<Answer> response() {
        return response(HttpStatus.CREATED);
    }

    /** Of a call that sets what is there once. */
    public ResponseEntity<Answer> ok() {
        return response(HttpStatus.OK);
    }

    private ResponseEntity<Answer> response(HttpStatus status) {
        var response = ResponseEntity.status(status).header(Consistency.TOKEN_HEADER, Consistency.token(position));
        if (replayed) {
            response.header(REPLAYED_HEADER, "true");
        }
        return response.body(answer);
    }
}
