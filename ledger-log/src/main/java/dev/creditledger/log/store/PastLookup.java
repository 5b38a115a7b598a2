package dev.creditledger.log.store;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Deduction;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds in the log what an account's state has closed: the opening event by the key hash inside its id, and the rare
 * events that follow it by what they refer to. 64 bits may collide, so the ids themselves are compared.
 */
final class PastLookup {

    private static final String QUERY = """
            FROM log.event e
            WHERE e.aggregate = ? AND (e.key_hash = ANY (?) OR e.refers_to = ANY (?))
            ORDER BY e.sequence""";

    private final EventReader reader;
    private final Aggregates aggregates;

    PastLookup(EventReader reader, Aggregates aggregates) {
        this.reader = reader;
        this.aggregates = aggregates;
    }

    Past find(AccountId account, UUID id) {
        return reader.connected(connection -> {
            var aggregate =
                    aggregates.find(connection, List.of(account.value())).get(account.value());
            return aggregate == null ? Past.NONE : find(connection, aggregate, id);
        });
    }

    private Past find(Connection connection, long aggregate, UUID id) throws SQLException {
        var events = about(connection, aggregate, List.of(id));
        if (events.isEmpty() || !opens(events.getFirst())) {
            return Past.NONE;
        }
        var grants = drawnGrants(events.getFirst());
        if (grants.isEmpty()) {
            return new Past(events);
        }
        var past = new ArrayList<>(about(connection, aggregate, grants));
        past.addAll(events);
        return new Past(past);
    }

    private List<BoundEvent> about(Connection connection, long aggregate, List<UUID> ids) throws SQLException {
        var stored = reader.read(connection, QUERY, query -> {
            query.setLong(1, aggregate);
            var hashes = ColumnArray.bigints(ids, KeyedId::hash);
            hashes.bind(query, 2);
            hashes.bind(query, 3);
        });
        var events = new ArrayList<BoundEvent>();
        for (var one : stored) {
            if (one.event() instanceof BoundEvent event && isAbout(event, ids)) {
                events.add(event);
            }
        }
        return events;
    }

    private static boolean isAbout(BoundEvent event, List<UUID> ids) {
        return switch (event) {
            case CreditsGranted granted -> ids.contains(granted.grant().value());
            case GrantRevoked revoked -> ids.contains(revoked.grant().value());
            case DeductionReversed reversed -> ids.contains(reversed.deduction().value());
            case HoldPlaced placed -> ids.contains(placed.hold().value());
            case SessionStarted started -> ids.contains(started.session().value());
            case SessionEnded ended when ids.contains(ended.session().value()) -> true;
            case Deduction deducted -> ids.contains(deducted.deduction().value());
            default -> false;
        };
    }

    private static boolean opens(BoundEvent event) {
        return switch (event) {
            case CreditsGranted _, Deduction _, HoldPlaced _, SessionStarted _ -> true;
            default -> false;
        };
    }

    private static List<UUID> drawnGrants(BoundEvent opening) {
        return opening instanceof Deduction deducted
                ? deducted.drawn().stream().map(draw -> draw.grant().value()).toList()
                : List.of();
    }
}
