package dev.creditledger.commands.quota;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.domain.quota.Window.DAY;
import static dev.creditledger.domain.quota.Window.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.Unavailable;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotaCommand.SetTierQuota;
import dev.creditledger.domain.quota.TierQuotaEvent.TierQuotaSet;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Ten minutes of dubbing an hour and an hour a day are configured for the free tier. */
class QuotaKeeperTest {

    private static final SubjectId ADMIN = new SubjectId("the-admin");
    private static final TierQuotas CONFIGURED =
            new TierQuotas(Map.of(Tier.FREE, Map.of("dubbing", limits(Map.of(HOUR, 600L, DAY, 3_600L)))));

    private final TestDatabase database = TestDatabase.fresh();
    private final Connections connections = new Connections(database);
    private final Vault vault = Vault.open(database.app(), database.masterKey());
    private final EventLog log = new EventLog(connections, vault);

    private long nanos;
    private Optional<String> refusal = Optional.empty();

    /** Connections that can be refused. */
    private static final class Connections extends PGSimpleDataSource {
        private volatile boolean cut;

        Connections(TestDatabase database) {
            setUrl(database.jdbcUrl(TestDatabase.APP));
            setUser(TestDatabase.APP);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (cut) {
                throw new SQLException("no connection", "08001");
            }
            return super.getConnection();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_is_configured_holds_until_something_else_is_set() {
        var node = keeper();
        assertThat(node.current()).isEqualTo(CONFIGURED);

        var outcome = (Accepted) set(node, Tier.FREE, "dubbing", Map.of(HOUR, 60L), "k");

        assertThat(((TierQuotaSet) outcome.event()).limits()).isEqualTo(limits(Map.of(HOUR, 60L)));
        assertThat(node.current().of(Tier.FREE, "dubbing"))
                .as("a window that was not set keeps what is configured")
                .isEqualTo(limits(Map.of(HOUR, 60L, DAY, 3_600L)));
        assertThat(node.current().of(Tier.PRO, "dubbing")).isEqualTo(QuotaLimits.NONE);
    }

    @Test
    void a_change_says_what_was_set_before_it() {
        set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 60L), "k");

        var outcome = (Accepted) set(keeper(), Tier.FREE, "dubbing", Map.of(DAY, 120L), "l");

        assertThat(((TierQuotaSet) outcome.event()).before()).isEqualTo(limits(Map.of(HOUR, 60L)));
        assertThat(keeper().current().of(Tier.FREE, "dubbing")).isEqualTo(limits(Map.of(HOUR, 600L, DAY, 120L)));
    }

    @Test
    void a_node_that_has_just_started_knows_what_was_set() {
        set(keeper(), Tier.PRO, "subtitles", Map.of(DAY, 7L), "k");

        assertThat(keeper().current().of(Tier.PRO, "subtitles")).isEqualTo(limits(Map.of(DAY, 7L)));
    }

    @Test
    void a_node_follows_what_was_set_on_another() {
        var here = keeper();
        var there = keeper();
        assertThat(there.current()).isEqualTo(CONFIGURED);

        set(here, Tier.PRO, "subtitles", Map.of(DAY, 7L), "k");
        nanos += QuotaKeeper.AGE_MAX.toNanos();
        assertThat(there.current()).as("it does not ask all the time").isEqualTo(CONFIGURED);
        nanos++;

        assertThat(there.current().of(Tier.PRO, "subtitles")).isEqualTo(limits(Map.of(DAY, 7L)));
    }

    @Test
    void a_node_that_cannot_read_the_log_goes_by_what_it_knew_last() {
        var node = keeper();
        set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 60L), "k");
        var known = node.current();
        assertThat(known.of(Tier.FREE, "dubbing")).isEqualTo(limits(Map.of(HOUR, 60L, DAY, 3_600L)));
        set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 61L), "l");

        connections.cut = true;
        nanos += 10 * QuotaKeeper.AGE_MAX.toNanos();
        assertThat(node.current()).isEqualTo(known);
        assertThat(keeper().current()).as("one that never read it").isEqualTo(CONFIGURED);
        assertThat(set(node, Tier.FREE, "dubbing", Map.of(HOUR, 62L), "m")).isInstanceOf(Unavailable.class);

        connections.cut = false;
        assertThat(node.current().of(Tier.FREE, "dubbing")).isEqualTo(limits(Map.of(HOUR, 61L, DAY, 3_600L)));
    }

    @Test
    void a_node_that_cannot_read_what_was_set_goes_by_what_it_knew_last() throws SQLException {
        var node = keeper();
        set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 60L), "k");
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE log.event SET payload = '{}'");
        }

        assertThat(node.current()).isEqualTo(CONFIGURED);
    }

    @Test
    void a_key_sets_one_quota_also_on_another_node() {
        var first = (Accepted) set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 60L), "k");

        var again = (Accepted) set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 60L), "k");

        assertThat(again).isEqualTo(new Accepted(first.event(), first.position(), true));
        assertThat(set(keeper(), Tier.FREE, "dubbing", Map.of(HOUR, 61L), "k")).isEqualTo(new KeyReused());
        assertThat(changes()).isEqualTo(1);
    }

    @Test
    void nodes_that_set_quotas_at_once_lose_none() {
        var nodes = List.of(keeper(), keeper(), keeper(), keeper());
        var next = new AtomicInteger();

        var outcomes = Callers.of(4).each(5, name -> {
            var turn = next.getAndIncrement();
            return set(nodes.get(turn % 4), Tier.FREE, "feature-" + turn, Map.of(DAY, 7L), name);
        });

        var taken = outcomes.stream().filter(Accepted.class::isInstance).count();
        assertThat(changes()).isEqualTo((int) taken);
        assertThat(keeper().current().byTier().get(Tier.FREE)).hasSize((int) taken + 1);
    }

    @Test
    void a_node_that_may_not_write_sets_nothing() {
        refusal = Optional.of("disk_full");

        assertThat(set(keeper(), Tier.FREE, "dubbing", Map.of(), "k")).isEqualTo(new Unavailable("disk_full"));
        assertThat(changes()).isZero();
    }

    private QuotaKeeper keeper() {
        return new QuotaKeeper(log, vault, () -> CONFIGURED, () -> refusal, () -> nanos);
    }

    private static Outcome set(QuotaKeeper node, Tier tier, String feature, Map<Window, Long> seconds, String key) {
        var command = new SetTierQuota(tier, feature, limits(seconds), ADMIN, FreeText.NONE, NOON);
        var cause = new Cause(new Cause.Actor(ADMIN, Cause.Role.ADMIN), "request", "request", Personal.NONE);
        return node.change(command, cause, Optional.of(new Once(new IdempotencyKey(key), "PUT " + seconds)));
    }

    private static QuotaLimits limits(Map<Window, Long> seconds) {
        return new QuotaLimits(seconds);
    }

    private int changes() {
        return log.ofAggregate(TierQuotas.NAME, 0, 100).size();
    }
}
