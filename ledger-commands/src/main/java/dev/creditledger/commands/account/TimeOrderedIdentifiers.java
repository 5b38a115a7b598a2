package dev.creditledger.commands.account;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.axonframework.common.IdentifierFactory;

/**
 * UUIDs of version 7 (RFC 9562 §5.7) for events: milliseconds first, so that what is written together lies together,
 * then 74 random bits. They are unique, not secret: a generator that needs no lock will do, made different on every node
 * by a secret of the process.
 *
 * <p>Axon finds this class through {@code META-INF/services}.
 */
public final class TimeOrderedIdentifiers extends IdentifierFactory {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final long process = new SecureRandom().nextLong();

    public TimeOrderedIdentifiers() {
        this(InstantSource.system());
    }

    TimeOrderedIdentifiers(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String generateIdentifier() {
        var random = ThreadLocalRandom.current();
        var high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0xFFF);
        var low = VARIANT | ((random.nextLong() ^ process) >>> 2);
        return new UUID(high, low).toString();
    }
}
