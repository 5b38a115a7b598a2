package dev.creditledger.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.benchmarks.machine.Workspace;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class UsedLogTest {

    private static final int SEGMENTS = 5;

    @Test
    void segments_are_kept_to_be_used_again() throws SQLException {
        try (var workspace = Workspace.in(Path.of("target"));
                var database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")))) {
            database.makeUsedLog(SEGMENTS);

            try (var connection = database.superuser("postgres").getConnection();
                    var statement = connection.createStatement()) {
                assertThat(UsedLog.count(statement)).isGreaterThanOrEqualTo(SEGMENTS);
                var ahead = statement.executeQuery(
                        "SELECT count(*) FROM pg_ls_waldir() WHERE name > pg_walfile_name(pg_current_wal_lsn())");
                ahead.next();
                assertThat(ahead.getLong(1)).isGreaterThanOrEqualTo(SEGMENTS - 1);
            }
        }
    }
}
