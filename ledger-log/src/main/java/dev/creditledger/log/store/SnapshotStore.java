package dev.creditledger.log.store;

import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.SnapshotCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The latest snapshot of each account. Losing one costs time, never truth. */
public final class SnapshotStore {

    /**
     * A state, and when it held.
     *
     * @param sequence of the last event in it
     */
    public record Snapshot(AccountRoot account, long sequence, Instant takenAt) {}

    private static final String STORE = """
            INSERT INTO snapshot.aggregate AS s (aggregate, sequence, name, version, state)
            SELECT a.id, ?, ?, ?, ? FROM log.aggregate a WHERE a.name = ?
            ON CONFLICT (aggregate) DO UPDATE
                SET sequence = excluded.sequence, name = excluded.name, version = excluded.version,
                    state = excluded.state, taken_at = excluded.taken_at
                WHERE s.sequence < excluded.sequence OR (s.name, s.version) <> (excluded.name, excluded.version)""";

    private static final String FIND = """
            SELECT s.name, s.version, s.state, s.sequence, s.taken_at, a.name
            FROM log.aggregate a JOIN snapshot.aggregate s ON s.aggregate = a.id
            WHERE a.name = ANY (?)""";

    private final DataSource dataSource;
    private final SnapshotCodec codec = new SnapshotCodec();

    public SnapshotStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Keeps the account's state after the event with {@code sequence}, unless a later one is kept already. */
    public void store(AccountRoot account, long sequence) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(STORE)) {
            statement.setLong(1, sequence);
            statement.setString(2, SnapshotCodec.ACCOUNT.name());
            statement.setInt(3, SnapshotCodec.ACCOUNT.version());
            statement.setBytes(4, codec.encode(account));
            statement.setString(5, account.id().value());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new LogUnavailableException(SqlFailure.reason(e), e);
        }
    }

    /** Empty: there is none, or it has a form that this version does not read. */
    public Optional<Snapshot> find(String aggregate) {
        return Optional.ofNullable(find(List.of(aggregate)).get(aggregate));
    }

    /** Of those that have one in a form that this version reads. */
    public Map<String, Snapshot> find(Collection<String> aggregates) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, connection.createArrayOf("text", aggregates.toArray()));
            try (var result = statement.executeQuery()) {
                var found = new HashMap<String, Snapshot>();
                while (result.next()) {
                    var name = result.getString(6);
                    snapshot(result).ifPresent(snapshot -> found.put(name, snapshot));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new LogUnavailableException(SqlFailure.reason(e), e);
        }
    }

    private Optional<Snapshot> snapshot(ResultSet result) throws SQLException {
        var form = new EventType(result.getString(1), result.getInt(2));
        var sequence = result.getLong(4);
        var takenAt = result.getObject(5, OffsetDateTime.class).toInstant();
        return codec.decode(form, result.getBytes(3)).map(account -> new Snapshot(account, sequence, takenAt));
    }
}
