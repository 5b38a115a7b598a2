package dev.creditledger.commands.faults;

import dev.creditledger.commands.faults.Asked.Health;
import dev.creditledger.commands.faults.Journal.Name;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares what callers were told with what stands in the log, which it reads with plain SQL and adds up by itself: it
 * uses nothing of the ledger but the names of its tables.
 */
final class Auditor {

    /** An event as its row tells. */
    private record Row(
            long position,
            long sequence,
            String type,
            Name name,
            @Nullable BigDecimal amount,
            BigDecimal available) {}

    private static final String ROWS = """
            SELECT position, sequence, type, aggregate, metadata ->> 'idempotencyKey' AS key,
                   (payload ->> 'amount')::numeric AS amount, (payload -> 'balance' ->> 'available')::numeric AS available
            FROM log.events ORDER BY aggregate, sequence""";

    /** Each finds nothing in a log that is in order. */
    private static final Map<String, String> FLAWS = Map.of(
            "positions have a gap, or the head is not at the last of them",
            """
            SELECT count(*) || ' events up to ' || max(e.position) || ', head at ' || max(h.position)
            FROM log.event e CROSS JOIN sequencer.head h
            HAVING count(*) <> max(e.position) OR min(e.position) <> 1 OR max(h.position) <> max(e.position)""",
            "sequences of an account have a gap",
            """
            SELECT aggregate || ': ' || count(*) || ' events up to ' || max(sequence) FROM log.event GROUP BY aggregate
            HAVING count(*) <> max(sequence) + 1 OR min(sequence) <> 0 OR count(DISTINCT sequence) <> count(*)""",
            "a key has more than one event",
            """
            SELECT aggregate || ': ' || key_hash FROM log.event WHERE key_hash IS NOT NULL
            GROUP BY aggregate, key_hash HAVING count(*) > 1""",
            "a key in the meta data has more than one event",
            """
            SELECT aggregate || ': ' || (metadata ->> 'idempotencyKey') FROM log.events
            GROUP BY aggregate, metadata ->> 'idempotencyKey' HAVING count(*) > 1""",
            "an event is there twice",
            "SELECT event_id::text FROM log.event GROUP BY event_id HAVING count(*) > 1");

    private final DataSource database;
    private final Journal journal;
    private final List<String> findings = new ArrayList<>();

    Auditor(DataSource database, Journal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** Everything that is not as it should be. */
    List<String> findings() throws SQLException {
        try (var connection = database.getConnection()) {
            for (var flaw : FLAWS.entrySet()) {
                lookFor(connection, flaw.getKey(), flaw.getValue());
            }
            var rows = rows(connection);
            addUp(rows);
            var byName = new HashMap<Name, Row>();
            rows.forEach(row -> byName.put(row.name(), row));
            rows.forEach(this::wasAskedFor);
            journal.byName().forEach((name, asked) -> check(asked, byName.get(name)));
        }
        return findings;
    }

    private void lookFor(Connection connection, String flaw, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                findings.add(flaw + ": " + result.getString(1));
            }
        }
    }

    private static List<Row> rows(Connection connection) throws SQLException {
        var rows = new ArrayList<Row>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(ROWS)) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private static Row row(ResultSet result) throws SQLException {
        return new Row(
                result.getLong(1),
                result.getLong(2),
                result.getString(3),
                new Name(result.getString(4), String.valueOf(result.getString(5))),
                result.getBigDecimal(6),
                result.getBigDecimal(7));
    }

    /** Each account for itself: granted − deducted + reversed is what its events say is left, and is never below zero. */
    private void addUp(List<Row> rows) {
        var left = new HashMap<String, BigDecimal>();
        for (var row : rows) {
            var amount = row.amount() == null ? BigDecimal.ZERO : row.amount();
            var change = switch (row.type()) {
                case "account.credits-granted", "account.deduction-reversed" -> amount;
                case "account.credits-deducted" -> amount.negate();
                default -> BigDecimal.ZERO;
            };
            var now = left.merge(row.name().account(), change, BigDecimal::add);
            if (now.signum() < 0) {
                findings.add("an account is below zero: " + row);
            }
            if (now.compareTo(row.available()) != 0) {
                findings.add("an event says another balance than all before it make, " + now + ": " + row);
            }
        }
    }

    private void wasAskedFor(Row row) {
        var asked = journal.byName().get(row.name());
        if (asked == null) {
            findings.add("nobody asked for it: " + row);
        } else if (asked.acceptances().isEmpty()) {
            findings.add("it is stored, and nobody was told: " + row + ", " + asked);
        }
    }

    private void check(Asked asked, @Nullable Row row) {
        for (var answer : asked.answers()) {
            if (!(answer instanceof Accepted || answer instanceof Rejected)) {
                findings.add("no proper answer: " + asked);
            }
        }
        if (asked.health != Health.SOUND && !asked.acceptances().isEmpty()) {
            findings.add("what cannot be stored was accepted: " + asked);
        }
        if (asked.health == Health.SOUND && !asked.failures().isEmpty()) {
            findings.add("somebody else's failure: " + asked);
        }
        if (asked.answers().isEmpty() && asked.failures().isEmpty()) {
            findings.add("never answered: " + asked);
        }
        if (asked.acceptances().stream().filter(answer -> !answer.replayed()).count() > 1) {
            findings.add("two effects: " + asked);
        }
        for (var answer : asked.acceptances()) {
            if (row == null) {
                findings.add("acknowledged and lost: " + asked);
            } else if (!saysTheSame(answer, row)) {
                findings.add("another answer than what is stored, " + row + ": " + asked);
            }
        }
    }

    private static boolean saysTheSame(Accepted answer, Row row) {
        var event = (AccountEvent) answer.event();
        return answer.position() == row.position()
                && event.account().value().equals(row.name().account())
                && event.balance().available().toBigDecimal().compareTo(row.available()) == 0
                && isOf(event, row);
    }

    private static boolean isOf(AccountEvent event, Row row) {
        return switch (event) {
            case CreditsGranted granted -> row.type().equals("account.credits-granted") && is(granted.amount(), row);
            case CreditsDeducted deducted ->
                row.type().equals("account.credits-deducted") && is(deducted.amount(), row);
            case DeductionReversed reversed ->
                row.type().equals("account.deduction-reversed") && is(reversed.amount(), row);
            case AccountEvent.AccountOpened _ -> row.type().equals("account.opened");
            default -> false;
        };
    }

    private static boolean is(Credits amount, Row row) {
        return row.amount() != null && amount.toBigDecimal().compareTo(row.amount()) == 0;
    }

    /** For who reads the result. */
    static String summary(Journal journal) {
        var answers = journal.all().stream()
                .flatMap(asked -> asked.answers().stream())
                .toList();
        return "%,d commands; answers: %,d accepted, %,d of them again, %,d rejected; %,d failed as they should; "
                        .formatted(
                                journal.all().size(),
                                answers.stream()
                                        .filter(Accepted.class::isInstance)
                                        .count(),
                                answers.stream()
                                        .filter(it -> it instanceof Outcome.Accepted accepted && accepted.replayed())
                                        .count(),
                                answers.stream()
                                        .filter(Rejected.class::isInstance)
                                        .count(),
                                journal.all().stream()
                                        .mapToLong(asked -> asked.failures().size())
                                        .sum())
                + "not settled at once: %,d unknown, %,d unavailable, %,d overloaded"
                        .formatted(journal.unknown.sum(), journal.unavailable.sum(), journal.overloaded.sum());
    }
}
