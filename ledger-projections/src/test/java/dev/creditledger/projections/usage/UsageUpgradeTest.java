package dev.creditledger.projections.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A ledger that summed usage by days of UTC so far. */
class UsageUpgradeTest {

    @Test
    void a_ledger_with_daily_sums_is_made_anew_from_its_log() throws IOException {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 71, 5).live(300);
            ledger.project();
            var right = ledger.rows();
            takeBack(ledger);

            ledger.migrate();

            assertThat(ledger.rows("account")).isEmpty();
            assertThat(ledger.rows("dead_letter")).isEmpty();
            ledger.project();
            assertThat(ledger.rows()).isEqualTo(right);
        }
    }

    /** The database as it was before, with rows up to the head of the log, and an account that stands still. */
    private static void takeBack(TestLedger ledger) throws IOException {
        var owner = ledger.owner();
        owner.execute("DROP TABLE projection.account_usage, projection.total_usage");
        owner.execute("DROP PROCEDURE projection.make_anew()");
        owner.execute(script("V13__daily_usage.sql"));
        owner.execute("DELETE FROM flyway_schema_history WHERE version = '43'");
        owner.execute("""
                INSERT INTO projection.dead_letter
                VALUES ('account-1', 3, 9, 'account.credits-deducted', 'SQLSTATE 23514', now(), 1, 0)""");
        owner.execute("""
                INSERT INTO projection.usage_daily
                VALUES ('account-0', '2026-02-01', '', '', '', 1, 0, 0, 0, 1000000, 0, 0)""");
    }

    private static String script(String name) throws IOException {
        try (var script = UsageUpgradeTest.class.getResourceAsStream("/db/migration/" + name)) {
            return new String(requireNonNull(script).readAllBytes(), UTF_8);
        }
    }
}
