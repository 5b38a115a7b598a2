package dev.creditledger.api.problem;

import java.util.Locale;

/**
 * Every way in which a request can fail, one type each (RFC 9457). The catalogue is the contract: the documentation and
 * the tests are made from it.
 */
public enum Problem {
    INVALID_REQUEST(400, "The request is not valid", "Mend each field named in errors, then send it again."),
    MALFORMED_REQUEST(400, "This is not a well-formed HTTP request", "Mend the request line, path or headers."),
    IDEMPOTENCY_KEY_REQUIRED(
            400,
            "An idempotency key is required",
            "Send the header Idempotency-Key with a value of your own, 1 to 255 printable characters, new for each change"
                    + " and the same for each retry of it."),

    UNAUTHENTICATED(401, "Authentication is required", "Send the header Authorization: Bearer with an access token."),
    INVALID_TOKEN(401, "The access token is not valid", "Get a new access token from the issuer."),

    FORBIDDEN(403, "The token's roles do not allow this", "Use a token with one of the roles in allowedRoles."),
    NOT_YOUR_ACCOUNT(403, "This is not your account", "A user may ask for accounts that it owns."),
    FEATURE_NOT_ALLOWED(403, "The account may not use this feature live", "An admin can give it a quota."),
    OUT_OF_SCOPE(
            403,
            "The token is not meant for this",
            "This service token is narrowed to certain accounts or features; use one that covers this request."),

    ORIGIN_NOT_ALLOWED(403, "Pages of this origin may not connect", "An operator can name it in LEDGER_LIVE_ORIGINS."),

    NOT_FOUND(404, "There is nothing at this path", "See /docs for the calls that there are."),
    ACCOUNT_NOT_FOUND(404, "There is no such account", "Open the account first, or mend its id."),
    GRANT_NOT_FOUND(404, "The account has no such grant", "Use a grantId from this account."),
    DEDUCTION_NOT_FOUND(404, "The account has no such deduction", "Use a deductionId from this account."),
    SUBSCRIPTION_NOT_FOUND(404, "The account has no subscription", "Put one first."),
    HOLD_NOT_FOUND(404, "The account has no such hold", "Use a holdId from this account."),
    SESSION_NOT_FOUND(404, "The account has no such session", "Use a sessionId from this account."),

    MODEL_NOT_PRICED(404, "The price book has no such model", "Choose a model with a price, perhaps one in near."),
    FEATURE_NOT_FOUND(404, "The price list has no such feature", "Set its price first, or choose one in near."),

    PERIOD_NOT_FOUND(404, "The books have no such period", "Choose a closed period, or the one that is open."),

    METHOD_NOT_ALLOWED(405, "The path does not know this method", "Use one of the methods in the header Allow."),
    NOT_ACCEPTABLE(406, "The answer cannot be had in this form", "Accept application/json."),

    ACCOUNT_EXISTS(409, "The account exists already", "Use it, or choose another id."),
    ACCOUNT_FROZEN(409, "The account is frozen", "An admin must unfreeze it first."),
    ACCOUNT_NOT_FROZEN(409, "The account is not frozen", "There is nothing to unfreeze."),
    ACCOUNT_CLOSED(409, "The account is closed", "A closed account stays closed: use another one."),
    ACCOUNT_NOT_EMPTY(
            409,
            "The account is not empty",
            "Capture or release its open holds and write off what is uncovered; for credits that are left, say in"
                    + " disposition what becomes of them."),
    SPENDING_STOPPED(409, "The subscription does not let the account spend", "Make the subscription active first."),
    ILLEGAL_STATUS_CHANGE(409, "The subscription cannot change like that", "Choose one of the statuses in legal."),
    HOLD_CLOSED(409, "The hold is closed", "It was captured or released, or it has expired: place a new one."),
    SESSION_ALREADY_RUNNING(
            409, "A session runs for this feature and channel", "Go on with it, end it, or choose another channelId."),
    SESSION_METERED_OTHERWISE(
            409,
            "The session has another meter",
            "A session whose client connected to it is charged and resumed by its connection, and ended without seconds; one"
                    + " that a server runs is charged by that server's heartbeats and checkpoints: meteredBy says which."),
    SESSION_ENDED(409, "The session has ended", "Its end is in endReason: start a new one."),
    LIMIT_REACHED(409, "The account has too many open things", "Close some of them first."),
    VERSIONS_OVERLAP(
            409,
            "A version that is already scheduled begins no earlier",
            "Choose an effectiveAt after begins: versions begin one after the other."),
    PRICE_BOOK_FULL(409, "The price book has room for no more", "Retire or change what is there instead."),
    PERIOD_NOT_OVER(409, "The period is not over", "Close it when it has ended: its end is in endsAt."),
    PERIOD_ALREADY_CLOSED(409, "The period is closed already", "What is booked now belongs to the open period."),
    PERIOD_OUT_OF_ORDER(409, "Another period comes first", "Close the period in next before it."),
    IDEMPOTENCY_KEY_IN_USE(
            409,
            "The first request with this key is still being worked on",
            "Send the same request again in a moment."),

    BODY_TOO_LARGE(413, "The body is too large", "A body has at most 1 MiB: send less at once."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "The body is of the wrong type", "Send it as application/json in UTF-8, not compressed."),

    CONTRADICTORY_FIELDS(422, "The fields contradict each other", "Mend the fields named in errors."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The key belongs to another request",
            "Each change needs a key of its own; a retry must have the same path, body and caller as the first try."),
    CAPTURE_EXCEEDS_HOLD(422, "The hold has less than that", "Capture at most what is held."),
    REVERSAL_EXCEEDS_DEDUCTION(
            422, "The deduction has less than that left", "Reverse at most what has not been reversed yet."),
    GRANT_EXPIRED_BEFORE_START(
            422, "The grant would expire before it takes effect", "Choose a later expiresAt, or none."),
    LIFETIME_LIMIT_EXCEEDED(422, "The account would exceed its lifetime total", "Grant less, or use another account."),
    UNCOVERED_LIMIT_EXCEEDED(
            422,
            "The account would owe more than an amount of credits can be",
            "A paid grant repays what is uncovered; an admin can write it off."),
    WRITE_OFF_EXCEEDS_UNCOVERED(422, "Less than that is uncovered", "Write off at most what is uncovered."),
    UNKNOWN_FEATURE(
            422, "The price list does not know the feature", "Choose a feature with a price, perhaps one in near."),
    QUANTITY_TOO_LARGE(422, "No amount of credits can pay for that much", "Say it in several deductions."),
    UNKNOWN_MODEL(422, "The price book does not know the model", "Choose a model with a price, perhaps one in near."),
    INVALID_IMPORT(
            422,
            "The price list has lines that cannot be used",
            "Nothing was imported. Mend each line named in errors, then send the list again with a new key."),
    VERSION_IN_THE_PAST(
            422,
            "A version begins too early",
            "Prices and margins change from earliest on, or later: what was used before keeps its price."),
    MARGIN_LOSES(
            422,
            "The margin sells for less than the vendor asks",
            "Choose a multiplier of 1 or more, or say allowLoss if this is meant."),
    TOO_DEAR(422, "A request could cost more than an amount of credits can be", "Choose a lower price or margin."),
    SECONDS_AHEAD_OF_CLOCK(
            422,
            "More seconds than have passed since the start",
            "Say how many were used; at most two more than passed."),
    NOT_PRICED_BY_TIME(
            422, "The feature is not sold by time", "Choose one whose price is for a second, minute or hour."),
    CLOCK_RUNS_FORWARD_ONLY(422, "The clock runs forward only", "Choose a later time."),

    USAGE_UNCOVERED(
            402,
            "The account has used more than it had",
            "A paid grant repays what is uncovered first; an admin can write it off."),
    INSUFFICIENT_CREDITS(402, "The account has not enough credits", "Grant credits to it, or ask for less."),

    UPGRADE_REQUIRED(426, "This path is a WebSocket", "Open it with a WebSocket client: ws:// or wss://."),
    QUOTA_EXCEEDED(429, "The account has used up its quota of this feature", "Wait until renewsAt."),
    RATE_LIMITED(429, "Too many requests", "Wait as long as Retry-After says."),
    HEADERS_TOO_LARGE(431, "The headers are too large", "Send shorter headers."),

    INTERNAL_ERROR(
            500,
            "Something went wrong in the ledger",
            "Tell the operator the request id; a retry with the same key is safe."),
    OVERLOADED(503, "Too much is waiting", "Nothing was done. Wait as long as Retry-After says, then send it again."),
    OUTCOME_UNKNOWN(
            503,
            "It is not known whether this was done",
            "Send the same request with the same key again: it is done once, whatever happened."),
    UNAVAILABLE(503, "The ledger cannot do this now", "Nothing was done. Send the same request again later."),
    PROJECTION_BEHIND(
            503,
            "What is read does not yet include what you ask for",
            "Read again as Retry-After says, or wait longer with Prefer: wait=N.");

    private final int status;
    private final String title;
    private final String advice;

    Problem(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What to do about it, as far as the type alone tells. */
    public String advice() {
        return advice;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type as a URI reference: the path at which this server explains it. */
    public String type() {
        return "/problems/" + code();
    }

    public ProblemException here() {
        return new ProblemException(this, advice);
    }

    /** @param what is the case here; it precedes the advice */
    public ProblemException because(String what) {
        return new ProblemException(this, what + ' ' + advice);
    }
}
