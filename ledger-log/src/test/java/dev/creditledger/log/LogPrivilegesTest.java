package dev.creditledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log is append-only by privilege: whatever the server is made to do, it cannot rewrite history. */
class LogPrivilegesTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE log.event SET booked_at = now()",
                "DELETE FROM log.event",
                "TRUNCATE log.event",
                "UPDATE log.aggregate SET name = 'mallory'",
                "DELETE FROM log.aggregate",
                "TRUNCATE log.aggregate",
                "INSERT INTO log.event_type VALUES (99, 'account.forged', 1)",
                "UPDATE log.event_type SET name = 'account.forged'",
                "DELETE FROM log.event_type",
                "TRUNCATE log.event_type",
                "ALTER TABLE log.event DROP CONSTRAINT event_position_once",
                "DROP TABLE log.event",
                "DROP INDEX log.event_key_once",
                "CREATE TABLE log.other (id int)",
                "CREATE TRIGGER t BEFORE INSERT ON log.event FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "INSERT INTO sequencer.head (single, position) VALUES (false, 1)",
                "DELETE FROM sequencer.head",
                "TRUNCATE sequencer.head",
                "DELETE FROM vault.subject_key",
                "TRUNCATE vault.subject_key",
                "UPDATE vault.subject_key SET subject = 'somebody-else'",
                "UPDATE vault.secret SET wrapped = ''",
                "DELETE FROM vault.secret",
                "SET ROLE ledger_owner",
                "COPY log.event TO PROGRAM 'cat'"
            })
    void the_servers_role_may_not(String statement) {
        assertThatThrownBy(() -> asApp(statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState())
                                .as(refused.getMessage())
                                .isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM log.event",
                "SELECT * FROM log.events",
                "SELECT * FROM log.event_type",
                "INSERT INTO log.aggregate (name) VALUES ('alice')",
                "UPDATE sequencer.head SET position = position",
                "UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()",
                "DELETE FROM snapshot.aggregate"
            })
    void the_servers_role_may(String statement) {
        assertThatCode(() -> asApp(statement)).doesNotThrowAnyException();
    }

    @Test
    void the_servers_role_owns_nothing_in_the_log() throws SQLException {
        try (var connection = DATABASE.superuser().getConnection();
                var query = connection.prepareStatement("""
                        SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname IN ('log', 'sequencer', 'vault') AND c.relowner <> 'ledger_owner'::regrole""");
                var result = query.executeQuery()) {
            result.next();
            assertThat(result.getLong(1)).isZero();
        }
    }

    private static void asApp(String sql) throws SQLException {
        try (var connection = DATABASE.app().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
