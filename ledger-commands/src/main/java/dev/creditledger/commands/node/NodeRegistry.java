package dev.creditledger.commands.node;

import dev.creditledger.domain.dispatch.ThisNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the database that this node is there, again and again, and knows from there which others are. All by the
 * database's clock: nodes' own differ.
 *
 * <p>A node calls others missing only after it has itself been seen without a gap for as long as they have not: when the
 * database was away, all of them come back at their own time, and none must be taken for dead by the first.
 */
public final class NodeRegistry implements ThisNode, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    /** A database that went silent is given up soon, so that all nodes are back soon after it is. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private static final String REGISTER = "INSERT INTO jobs.node (node_id) VALUES (?)";

    private static final String FORGET = "DELETE FROM jobs.node WHERE seen_at < now() - INTERVAL '1 day'";

    private static final String REMOVE = "DELETE FROM jobs.node WHERE node_id = ?";

    private static final String SEEN = """
            WITH before AS (SELECT node_id, now() - seen_at AS silence FROM jobs.node WHERE node_id = ?)
            UPDATE jobs.node
            SET seen_at = now(),
                unbroken_since = CASE WHEN silence > ? * INTERVAL '1 ms' THEN now() ELSE unbroken_since END
            FROM before
            WHERE node.node_id = before.node_id
            RETURNING silence > ? * INTERVAL '1 ms'
            """;

    private static final String ALIVE = """
            SELECT node_id,
                node_id = ? AND seen_at >= now() - ? * INTERVAL '1 ms' AND unbroken_since <= now() - ? * INTERVAL '1 ms'
            FROM jobs.node
            WHERE seen_at >= now() - ? * INTERVAL '1 ms'
            """;

    private final String id = UUID.randomUUID().toString();
    private final DataSource database;
    private final long seenEveryMillis;
    private final long missingAfterMillis;
    private final long gapMaxMillis;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-node-registry").daemon().factory());

    /** Touched by the timer only, once that has been started. */
    private boolean failing;

    public NodeRegistry(DataSource database, NodeSettings settings) {
        this.database = database;
        this.seenEveryMillis = settings.seenEvery().toMillis();
        this.missingAfterMillis = settings.missingAfter().toMillis();
        this.gapMaxMillis = settings.gapMax().toMillis();
    }

    /** Registers before it returns, so that nothing bears this node's name before others can look it up. */
    public NodeRegistry start() {
        register();
        LOG.debug("This is node {}.", id);
        var _ = timer.scheduleWithFixedDelay(this::beSeen, seenEveryMillis, seenEveryMillis, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Rows are left by nodes that died, and each node comes only once: whoever comes removes the old ones. */
    void register() {
        try (var connection = database.getConnection();
                var forget = connection.prepareStatement(FORGET)) {
            forget.executeUpdate();
            register(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("This node could not be registered", e);
        }
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * Which nodes are missing, as far as this one can tell: one that has not been seen for too long, or has no row. What
     * bears the name of a node must have been read before this is asked, or a node that has just come would be missing.
     */
    public Predicate<String> missing() {
        var alive = new HashSet<String>();
        var certain = false;
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(ALIVE)) {
            statement.setString(1, id);
            statement.setLong(2, gapMaxMillis);
            statement.setLong(3, missingAfterMillis);
            statement.setLong(4, missingAfterMillis);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    alive.add(rows.getString(1));
                    certain |= rows.getBoolean(2);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("It could not be read which nodes are there", e);
        }
        return certain ? node -> !alive.contains(node) : _ -> false;
    }

    void beSeen() {
        try {
            seen();
            if (failing) {
                LOG.info("This node is seen again.");
            }
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warn(
                        "This node could not say that it is there; after {} ms its live sessions may be ended by others: {}",
                        missingAfterMillis,
                        e.toString());
            }
            failing = true;
        }
    }

    private void seen() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER_WITHIN.toMillis()));
            try (var statement = connection.prepareStatement(SEEN)) {
                statement.setString(1, id);
                statement.setLong(2, gapMaxMillis);
                statement.setLong(3, missingAfterMillis);
                try (var row = statement.executeQuery()) {
                    if (!row.next()) {
                        register(connection);
                        LOG.warn(
                                "This node's row was gone, and is there again. Its live sessions may have been ended.");
                    } else if (row.getBoolean(1)) {
                        LOG.warn(
                                "This node was not seen for more than {} ms. Its live sessions may have been ended.",
                                missingAfterMillis);
                    }
                }
            }
        }
    }

    private void register(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(REGISTER)) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    /** What this node ran has ended by now; should something have been left, it is nobody's at once. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            var _ = timer.awaitTermination(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(REMOVE)) {
            statement.setString(1, id);
            statement.executeUpdate();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("This node could not be removed from the database; it will be missing there: {}", e.toString());
        }
    }
}
