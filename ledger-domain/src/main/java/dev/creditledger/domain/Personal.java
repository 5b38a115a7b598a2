package dev.creditledger.domain;

/** Data about a person inside an event: in the clear on its way into the log, sealed for ever after. */
public sealed interface Personal {

    None NONE = new None();

    record None() implements Personal {}

    /** Not yet sealed. It is never printed and never stored like this. */
    record Clear(SubjectId subject, FreeText text) implements Personal {}

    /**
     * Sealed under the key of one subject; unreadable once that key is destroyed.
     *
     * @param ciphertext Base64 (RFC 4648 §4) of a 96-bit nonce, the AES-256-GCM ciphertext and its 128-bit tag
     */
    record Sealed(SubjectId subject, String ciphertext) implements Personal {}
}
