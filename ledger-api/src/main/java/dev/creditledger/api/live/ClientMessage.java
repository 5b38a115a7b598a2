package dev.creditledger.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.json.StrictJson;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.session.SessionId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a client may say. */
sealed interface ClientMessage {

    /**
     * Who it is.
     *
     * @param account empty: the only open one of its user
     * @param resume a session that it was connected to before
     */
    record Authenticate(String token, Optional<String> account, Optional<SessionId> resume) implements ClientMessage {
        @Override
        public String toString() {
            return "Authenticate[" + account + ", " + resume + "]";
        }
    }

    record Refresh(String token) implements ClientMessage {
        @Override
        public String toString() {
            return "Refresh[]";
        }
    }

    record Heartbeat() implements ClientMessage {}

    record Stop() implements ClientMessage {}

    /** As long as the header of a request may be. */
    int TOKEN_MAX = 8_192;

    Predicate<String> TOKEN = token -> !token.isEmpty() && token.length() <= TOKEN_MAX;

    String TOKEN_FORM = "must have 1 to " + TOKEN_MAX + " characters";

    Predicate<String> SESSION = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
            .asMatchPredicate();

    /** @throws ProblemException {@code invalid_request} */
    static ClientMessage read(String text) {
        var fields = new Fields(StrictJson.read(text.getBytes(UTF_8)));
        var type = fields.text("type", it -> it.length() <= 32, "must be authenticate, refresh, heartbeat or stop");
        var message = switch (type) {
            case "authenticate" ->
                new Authenticate(
                        fields.text("token", TOKEN, TOKEN_FORM),
                        fields.optionalText("account_id", Names.ACCOUNT, Names.ACCOUNT_FORM),
                        fields.optionalText("resume", SESSION, "must be a session_id")
                                .map(id -> new SessionId(UUID.fromString(id))));
            case "refresh" -> new Refresh(fields.text("token", TOKEN, TOKEN_FORM));
            case "heartbeat" -> new Heartbeat();
            case "stop" -> new Stop();
            default -> throw ProblemException.invalid("type", "must be authenticate, refresh, heartbeat or stop");
        };
        fields.finish();
        return message;
    }
}
