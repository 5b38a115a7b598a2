package dev.creditledger.api.demo.live;

/** What is done to a session by its user, or by an admin. */
enum Deed {
    CONNECT,
    /** The connection is cut, without a word. */
    DROP,
    RESUME,
    STOP,
    /** It says twice who it is. */
    MISBEHAVE,
    /** An admin ends it. */
    END,
    /** An admin takes the feature away from its account. */
    FORBID
}
