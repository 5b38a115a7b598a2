package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.answering;
import static dev.creditledger.log.SampleEvents.everyKind;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.SampleEvents;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeafHashTest {

    /** What docs/log-format.md says, from what any auditor can read in the database. */
    private static final String COLUMNS = """
            SELECT a.name, e.sequence, t.name, t.version::bigint, uuid_send(e.event_id),
                   (extract(epoch FROM e.occurred_at) * 1000000)::bigint,
                   (extract(epoch FROM e.booked_at) * 1000000)::bigint,
                   e.key_hash, e.refers_to, e.payload, e.metadata, e.leaf_hash
            FROM log.event e JOIN log.aggregate a ON a.id = e.aggregate JOIN log.event_type t ON t.id = e.type
            ORDER BY e.position""";

    @Test
    void every_leaf_hash_can_be_computed_again_from_the_columns() throws Exception {
        try (var database = TestDatabase.fresh()) {
            var log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));
            var events = new ArrayList<NewEvent>();
            for (var event : everyKind(account("alice"), SampleEvents.secret("nobody's business"))) {
                events.add(new NewEvent(UUID.randomUUID(), events.size(), event, answering("key-" + events.size())));
            }
            log.append(events);

            try (var connection = database.owner().getConnection();
                    var query = connection.prepareStatement(COLUMNS);
                    var row = query.executeQuery()) {
                for (var checked = 0; checked < events.size(); checked++) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getBytes(12)).isEqualTo(recomputed(row));
                }
                assertThat(row.next()).isFalse();
            }
        }
    }

    private static byte[] recomputed(ResultSet row) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(new byte[] {0x00, 0x01});
        field(out, row.getBytes(1));
        field(out, row.getObject(2, Long.class));
        field(out, row.getBytes(3));
        field(out, row.getObject(4, Long.class));
        field(out, row.getBytes(5));
        field(out, row.getObject(6, Long.class));
        field(out, row.getObject(7, Long.class));
        field(out, row.getObject(8, Long.class));
        field(out, row.getObject(9, Long.class));
        field(out, row.getBytes(10));
        field(out, row.getBytes(11));
        return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static void field(DataOutputStream out, Long value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(8);
            out.writeLong(value);
        }
    }

    @Test
    void the_encoding_never_changes() {
        var row = new EventRow(
                "alice",
                7,
                new EventType("account.opened", 1),
                UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f"),
                Instant.parse("2025-03-01T12:00:00.000001Z"),
                Instant.parse("2025-03-01T12:00:01.234567Z"),
                -1L,
                null,
                Bytes.of("{\"a\":1}".getBytes(UTF_8)),
                Bytes.of("{}".getBytes(UTF_8)));

        assertThat(HexFormat.of().formatHex(new LeafHash().of(row).array()))
                .isEqualTo("8b17c95826cc6faf5dfb54e8f1ff70ba9abff8eb561301ddd23d40bf154980aa");
    }

    @Test
    void every_column_counts() {
        var type = new EventType("account.opened", 1);
        var time = Instant.EPOCH;
        var id = new UUID(1, 2);
        var payload = Bytes.of("{}".getBytes(UTF_8));
        var other = Bytes.of("{ }".getBytes(UTF_8));
        var rows = List.of(
                new EventRow("a", 0, type, id, time, time, null, null, payload, payload),
                new EventRow("b", 0, type, id, time, time, null, null, payload, payload),
                new EventRow("a", 1, type, id, time, time, null, null, payload, payload),
                new EventRow("a", 0, new EventType("account.closed", 1), id, time, time, null, null, payload, payload),
                new EventRow("a", 0, new EventType("account.opened", 2), id, time, time, null, null, payload, payload),
                new EventRow("a", 0, type, new UUID(2, 1), time, time, null, null, payload, payload),
                new EventRow("a", 0, type, id, time.plusSeconds(1), time, null, null, payload, payload),
                new EventRow("a", 0, type, id, time, time.plusSeconds(1), null, null, payload, payload),
                new EventRow("a", 0, type, id, time, time, 0L, null, payload, payload),
                new EventRow("a", 0, type, id, time, time, null, 0L, payload, payload),
                new EventRow("a", 0, type, id, time, time, null, null, other, payload),
                new EventRow("a", 0, type, id, time, time, null, null, payload, other));

        assertThat(rows.stream().map(new LeafHash()::of)).doesNotHaveDuplicates();
    }
}
