package dev.creditledger.commands.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.commands.bus.BusSettings;
import dev.creditledger.commands.bus.Node;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.Logs;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.log.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Two nodes on one database, each at the end of a wire of its own, and each can be replaced by a new one. */
final class Cluster implements AutoCloseable {

    /** Small, so that queues run full, caches forget and snapshots are taken. */
    private static final BusSettings SETTINGS = new BusSettings(2, 40, 20, 60, 20);

    private static final String SHORT_PATIENCE = "-c lock_timeout=200ms";

    private final TestDatabase database;
    private final Vault vault;
    private final List<Place> places = new ArrayList<>();

    Cluster(TestDatabase database) throws IOException {
        this.database = database;
        this.vault = Vault.open(database.app(), database.masterKey());
        // One has a pool, as in life. The other connects anew for each statement: those that break are longer.
        places.add(new Place(true));
        places.add(new Place(false));
    }

    List<Place> places() {
        return places;
    }

    Node node(int number) {
        return places.get(number % places.size()).node;
    }

    @Override
    public void close() throws IOException {
        for (var place : places) {
            place.close();
        }
    }

    /** Where a node is: another one takes its place, and its wire. */
    final class Place {
        final Wire wire;
        private final boolean pooled;
        private volatile Node node;
        private volatile DataSource connections;
        private CompletableFuture<Void> leaving = CompletableFuture.completedFuture(null);

        Place(boolean pooled) throws IOException {
            this.pooled = pooled;
            this.wire = new Wire(database.port());
            this.connections = connections();
            this.node = new Node(vault, connections, SETTINGS, Logs::impatient);
        }

        Node node() {
            return node;
        }

        /** Starts another node and lets the old one finish; false: the one before it has not finished yet. */
        synchronized boolean replace() {
            if (!leaving.isDone()) {
                return false;
            }
            var old = node;
            var oldConnections = connections;
            connections = connections();
            node = new Node(vault, connections, SETTINGS, Logs::impatient);
            leaving = CompletableFuture.runAsync(() -> leave(old, oldConnections));
            return true;
        }

        private DataSource connections() {
            var direct = new PGSimpleDataSource();
            direct.setUrl(database.jdbcUrl(TestDatabase.APP));
            direct.setPortNumbers(new int[] {wire.port()});
            direct.setOptions(SHORT_PATIENCE);
            if (!pooled) {
                return direct;
            }
            var pool = new HikariConfig();
            pool.setDataSource(direct);
            pool.setMaximumPoolSize(6);
            pool.setMinimumIdle(0);
            pool.setConnectionTimeout(250);
            pool.setInitializationFailTimeout(-1);
            return new HikariDataSource(pool);
        }

        private static void leave(Node node, DataSource connections) {
            node.close();
            if (connections instanceof HikariDataSource pool) {
                pool.close();
            }
        }

        private synchronized void close() throws IOException {
            leaving.join();
            leave(node, connections);
            wire.close();
        }
    }
}
