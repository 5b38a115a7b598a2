package dev.creditledger.log.codec;

/** The bytes of an event are not what its type says. */
public final class UnreadableEventException extends RuntimeException {

    UnreadableEventException(String what, Throwable cause) {
        super(what + " cannot be read: " + cause.getMessage(), cause);
    }
}
