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
        var response =
                ResponseEntity.status(HttpStatus.CREATED).header(Consistency.TOKEN_HEADER, Consistency.token(position));
        if (replayed) {
            response.header(REPLAYED_HEADER, "true");
        }
        return response.body(answer);
    }
}
