package dev.creditledger.commands.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class TimeOrderedIdentifiersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void axon_makes_its_identifiers_with_it() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(TimeOrderedIdentifiers.class);
    }

    @Test
    void an_identifier_is_a_version_7_uuid_that_begins_with_its_time() {
        var id = UUID.fromString(new TimeOrderedIdentifiers(InstantSource.fixed(NOW)).generateIdentifier());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void identifiers_of_the_same_millisecond_differ() {
        var identifiers = new TimeOrderedIdentifiers(InstantSource.fixed(NOW));

        assertThat(Stream.generate(identifiers::generateIdentifier).limit(10_000))
                .doesNotHaveDuplicates();
    }
}
