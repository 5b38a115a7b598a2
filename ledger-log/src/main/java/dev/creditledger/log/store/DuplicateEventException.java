package dev.creditledger.log.store;

import org.axonframework.modelling.command.ConcurrencyException;

/** Somebody else was first. Nothing was appended: read again and decide again. */
public final class DuplicateEventException extends ConcurrencyException {

    /** What was there already. */
    public enum Taken {
        /** Another writer decided on the same state of an aggregate. */
        SEQUENCE,
        /** An idempotency key has had its effect. Compare the real key: this one is 64 bits of a hash. */
        KEY
    }

    private final Taken taken;

    DuplicateEventException(Taken taken, Throwable cause) {
        super(
                switch (taken) {
                    case SEQUENCE -> "another writer appended to an aggregate of this batch first";
                    case KEY -> "an idempotency key of this batch has had its effect already";
                },
                cause);
        this.taken = taken;
    }

    public Taken taken() {
        return taken;
    }
}
