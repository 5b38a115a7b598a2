package dev.creditledger.domain.session;

import java.time.Instant;

/**
 * What may be consumed until it is asked for again, as in RFC 8506 §5: a client that stops there is never cut off in the
 * middle.
 *
 * @param untilSecond of the session: Granted-Service-Unit, counted from the start
 * @param renewAtSecond when to ask for more
 * @param validUntil Validity-Time: by then it lapses, used or not
 * @param finalUnit Final-Unit-Indication: as things stand there is no more after it
 */
public record Grant(long untilSecond, long renewAtSecond, Instant validUntil, boolean finalUnit) {}
