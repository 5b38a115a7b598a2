package dev.creditledger.api.live;

/**
 * How a connection is closed by this side.
 *
 * @param last the last message
 */
record Farewell(Message last, Closing closing) {

    static final Farewell INVALID_TOKEN = unauthenticated("invalid_token", "Invalid or expired token");
    static final Farewell AUTHENTICATE_FIRST =
            unauthenticated("authenticate_first", "The first message must be of the type authenticate");
    static final Farewell ALREADY_AUTHENTICATED =
            unauthenticated("already_authenticated", "A connection says once who it is: refresh renews its token");
    static final Farewell TAKEN_OVER = new Farewell(
            Message.error("taken_over", "Another connection goes on with this session", false), Closing.CONFLICT);
    static final Farewell SHUTDOWN = new Farewell(
            Message.error("server_shutdown", "The server stops: connect again in a moment", true), Closing.GOING_AWAY);
    static final Farewell UNMETERED = new Farewell(
            Message.error("unavailable", "The ledger cannot charge now: resume the session later", true)
                    .with("retry_after_seconds", 5),
            Closing.TRY_AGAIN_LATER);
    static final Farewell NOT_OPENED = new Farewell(
            Message.error("unavailable", "The ledger cannot do this now: connect again later", true)
                    .with("retry_after_seconds", 5),
            Closing.TRY_AGAIN_LATER);
    static final Farewell SILENT = new Farewell(
            Message.error("no_activity", "Nothing was heard of the client: the session can be resumed", true),
            Closing.POLICY_VIOLATION);
    static final Farewell TOO_MANY_ERRORS = new Farewell(
            Message.error("too_many_errors", "Too many messages could not be read: the session can be resumed", true),
            Closing.POLICY_VIOLATION);
    static final Farewell TOO_MANY_MESSAGES = new Farewell(
            Message.error("too_many_messages", "Too many messages in a second: the session can be resumed", true),
            Closing.POLICY_VIOLATION);
    static final Farewell TOO_BIG = new Farewell(
            Message.error("message_too_big", "A message is too big: the session can be resumed", true),
            Closing.TOO_BIG);
    static final Farewell INTERNAL_ERROR = new Farewell(
            Message.error("internal_error", "Something went wrong in the ledger: resume the session", true),
            Closing.INTERNAL_ERROR);

    private static Farewell unauthenticated(String code, String message) {
        return new Farewell(Message.error(code, message, false), Closing.UNAUTHENTICATED);
    }

    Farewell with(Message more) {
        return new Farewell(last.with(more), closing);
    }
}
