package dev.creditledger.log;

import static dev.creditledger.log.SampleEvents.account;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.vault.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing that a person would not like to read elsewhere is in the database in the clear, nor is it ever printed. */
class NoClearTextTest {

    private static final Pattern HEXADECIMAL = Pattern.compile("\\\\x((?:[0-9a-f]{2})+)");

    private static final List<String> SECRETS =
            List.of("jane@example.org", "she moved to Paris", "loyal since 1999", "203.0.113.7", "Netscape/4.7");

    private static final Personal ABOUT_OWNER = FreeText.of(
                    Map.of("email", SECRETS.get(0), "reason", SECRETS.get(1), "metadata.note", SECRETS.get(2)))
            .about(SampleEvents.OWNER);
    private static final Personal ABOUT_ACTOR = FreeText.of(Map.of("ip", SECRETS.get(3), "userAgent", SECRETS.get(4)))
            .about(new SubjectId("support-7"));

    private static List<NewEvent> events() {
        var cause = new Cause(
                new Cause.Actor(new SubjectId("support-7"), Cause.Role.ADMIN), "request-1", "request-1", ABOUT_ACTOR);
        var events = new ArrayList<NewEvent>();
        for (var event : SampleEvents.everyKind(account("alice"), ABOUT_OWNER)) {
            events.add(new NewEvent(UUID.randomUUID(), events.size(), event, new Metadata(cause, Optional.empty())));
        }
        return events;
    }

    @Test
    void a_dump_of_the_database_shows_no_clear_text_and_the_vault_does() throws SQLException {
        try (var database = TestDatabase.fresh()) {
            var vault = Vault.open(database.app(), database.masterKey());
            var log = new EventLog(database.app(), vault);
            log.append(events());
            new SnapshotStore(database.app())
                    .store(
                            AccountRoot.unopened(account("alice"))
                                    .evolve(SampleEvents.opened(account("alice"), ABOUT_OWNER)),
                            0);

            var dump = dump(database);

            assertThat(dump).contains("owner-of-alice", "\"revoked\":4", "\"ciphertext\":");
            for (var secret : SECRETS) {
                assertThat(dump).doesNotContain(secret, hex(secret), base64(secret));
            }
            var stored = log.ofAggregate("alice", 0, 1).getFirst();
            assertThat(unsealed(vault, stored.event().personal())).isEqualTo(((Personal.Clear) ABOUT_OWNER).text());
            assertThat(unsealed(vault, stored.cause().origin())).isEqualTo(((Personal.Clear) ABOUT_ACTOR).text());
        }
    }

    @Test
    void nothing_prints_clear_text() {
        var event = events().getFirst();
        var printed = List.of(event, event.event(), event.metadata(), ABOUT_OWNER, ABOUT_ACTOR)
                .toString();

        for (var secret : SECRETS) {
            assertThat(printed).doesNotContain(secret);
        }
    }

    private static FreeText unsealed(Vault vault, Personal personal) {
        return vault.unseal((Personal.Sealed) personal).orElseThrow();
    }

    /** Every row of every table: bytes in hexadecimal, as pg_dump writes them, and once more as text. */
    private static String dump(TestDatabase database) throws SQLException {
        var dump = new StringBuilder();
        try (var connection = database.superuser().getConnection();
                var tables = connection.prepareStatement("""
                        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')""");
                var table = tables.executeQuery()) {
            while (table.next()) {
                rows(connection, table.getString(1), dump);
            }
        }
        return dump
                + HEXADECIMAL
                        .matcher(dump)
                        .results()
                        .map(bytes -> new String(HexFormat.of().parseHex(bytes.group(1)), ISO_8859_1))
                        .collect(joining("\n"));
    }

    private static void rows(Connection connection, String table, StringBuilder into) throws SQLException {
        try (var query = connection.prepareStatement("SELECT t::text FROM " + table + " t");
                var row = query.executeQuery()) {
            while (row.next()) {
                into.append(row.getString(1)).append('\n');
            }
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    /** Without its end, which depends on what follows. */
    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8)).substring(0, 8);
    }
}
