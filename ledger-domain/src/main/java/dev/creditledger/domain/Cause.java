package dev.creditledger.domain;

/**
 * Who and what stands behind an event.
 *
 * @param requestId one per request, as given back to the caller
 * @param correlationId shared by all requests of one business process; the request id when the caller names none
 * @param origin IP address and user agent of the actor, about the actor
 */
public record Cause(Actor actor, String requestId, String correlationId, Personal origin) {

    public enum Role {
        USER,
        SERVICE,
        ADMIN,
        AUDITOR,
        SYSTEM
    }

    /** @param subject the token's {@code sub}, or the name of a job */
    public record Actor(SubjectId subject, Role role) {}

    /** The ledger itself: a job that writes what has become due. */
    public static Cause system(String job, String requestId) {
        return new Cause(new Actor(new SubjectId(job), Role.SYSTEM), requestId, requestId, Personal.NONE);
    }
}
