package dev.creditledger.log.vault;

import static java.util.stream.Collectors.groupingBy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.creditledger.domain.SubjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The keys of data subjects. A bounded cache keeps known subjects from costing a round trip; a key destroyed on another
 * node stays usable here for {@link #KEPT} at most.
 */
final class SubjectKeys {

    static final Duration KEPT = Duration.ofMinutes(5);

    private static final int CACHED_MAX = 50_000;

    private static final String READ = """
            SELECT subject, generation, wrapped FROM vault.subject_key
            WHERE subject = ANY (?) ORDER BY subject, generation DESC""";
    private static final String ADD = """
            INSERT INTO vault.subject_key (subject, generation, wrapped) VALUES (?, ?, ?)
            ON CONFLICT (subject, generation) DO NOTHING""";
    private static final String DESTROY = """
            UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()
            WHERE subject = ? AND wrapped IS NOT NULL""";

    /**
     * The keys of one subject.
     *
     * @param keys those not destroyed, newest first
     * @param last the newest generation, destroyed or not
     */
    record Generations(List<Aes> keys, int last) {
        static final Generations NONE = new Generations(List.of(), 0);

        Optional<Aes> current() {
            return keys.stream().findFirst();
        }
    }

    /** @param key empty: destroyed */
    private record Row(SubjectId subject, int generation, Optional<Aes> key) {}

    private final DataSource dataSource;
    private final MasterKey masterKey;
    private final Cache<SubjectId, Generations> cache =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).expireAfterWrite(KEPT).build();

    SubjectKeys(DataSource dataSource, MasterKey masterKey) {
        this.dataSource = dataSource;
        this.masterKey = masterKey;
    }

    /** All keys that may open what was sealed about {@code subject}. */
    List<Aes> all(SubjectId subject) {
        var known = cache.getIfPresent(subject);
        return (known != null ? known : read(Set.of(subject)).getOrDefault(subject, Generations.NONE)).keys();
    }

    /** The key to seal with, made when there is none. */
    Aes current(SubjectId subject) {
        var known = cache.getIfPresent(subject);
        if (known == null || known.keys().isEmpty()) {
            prepare(Set.of(subject));
            known = cache.getIfPresent(subject);
        }
        return Optional.ofNullable(known)
                .flatMap(Generations::current)
                .orElseThrow(() -> new IllegalStateException("the key of a subject was destroyed while it was made"));
    }

    /** Sees to it that all of {@code subjects} have a key, with one round trip for those not known yet. */
    void prepare(Collection<SubjectId> subjects) {
        var unknown = new LinkedHashSet<SubjectId>();
        for (var subject : subjects) {
            var known = cache.getIfPresent(subject);
            if (known == null || known.keys().isEmpty()) {
                unknown.add(subject);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        var found = read(unknown);
        unknown.removeIf(
                subject -> !found.getOrDefault(subject, Generations.NONE).keys().isEmpty());
        if (!unknown.isEmpty()) {
            add(unknown, found);
            // Reads again: another node may have made the same generation first, and its key is the one that counts.
            read(unknown);
        }
    }

    void destroy(SubjectId subject) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(DESTROY)) {
            statement.setString(1, subject.value());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new VaultUnavailableException(e);
        }
        cache.invalidate(subject);
    }

    private Map<SubjectId, Generations> read(Set<SubjectId> subjects) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(READ)) {
            statement.setArray(1, names(connection, subjects));
            var rows = rows(statement);
            var found = new HashMap<SubjectId, Generations>();
            rows.stream().collect(groupingBy(Row::subject)).forEach((subject, its) -> {
                var generations = generations(its);
                found.put(subject, generations);
                cache.put(subject, generations);
            });
            return found;
        } catch (SQLException e) {
            throw new VaultUnavailableException(e);
        }
    }

    private static java.sql.Array names(Connection connection, Set<SubjectId> subjects) throws SQLException {
        return connection.createArrayOf(
                "text", subjects.stream().map(SubjectId::value).toArray());
    }

    private List<Row> rows(PreparedStatement statement) throws SQLException {
        var rows = new ArrayList<Row>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                var subject = new SubjectId(result.getString(1));
                var generation = result.getInt(2);
                var key = Optional.ofNullable(result.getBytes(3))
                        .map(wrapped -> new Aes(masterKey.unwrap(wrapped, purpose(subject, generation))));
                rows.add(new Row(subject, generation, key));
            }
        }
        return rows;
    }

    private static Generations generations(List<Row> rows) {
        var keys = rows.stream().flatMap(row -> row.key().stream()).toList();
        return new Generations(keys, rows.getFirst().generation());
    }

    private void add(Set<SubjectId> subjects, Map<SubjectId, Generations> found) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            for (var subject : subjects) {
                var generation = found.getOrDefault(subject, Generations.NONE).last() + 1;
                statement.setString(1, subject.value());
                statement.setInt(2, generation);
                statement.setBytes(3, masterKey.wrap(Aes.randomKey(), purpose(subject, generation)));
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new VaultUnavailableException(e);
        }
    }

    /** Binds a wrapped key to its row: swapped for another row's, it does not unwrap. */
    private static String purpose(SubjectId subject, int generation) {
        return "subject-key/" + generation + "/" + subject.value();
    }
}
