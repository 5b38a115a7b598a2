package dev.creditledger.projections.account;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Personal.Sealed;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.account.AccountChange.Closed;
import dev.creditledger.projections.account.AccountChange.LotChange;
import dev.creditledger.projections.account.AccountChange.Opened;
import dev.creditledger.projections.account.AccountChange.Placed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes what a batch changes in accounts: one statement per kind of change. */
record AccountRows(DSLContext sql, Map<String, AccountChange> changes) {

    /** How many there were, and then the accounts of those in which nothing is left to expire. */
    private static final String UPDATED_LOTS = """
            WITH updated AS (
                UPDATE projection.lot
                SET %s
                FROM {rows} AS change
                WHERE lot.account_id = change.account_id AND lot.grant_id = change.grant_id
                RETURNING CASE WHEN lot.due_at IS NULL AND lot.expires_at IS NOT NULL THEN lot.account_id END AS settled)
            SELECT count(*)::text FROM updated
            UNION ALL
            SELECT settled FROM updated WHERE settled IS NOT NULL""";

    void write() {
        insertAccounts();
        insertLots();
        updateLots();
        deleteHolds();
        insertHolds();
        // Last, as it looks at lots and holds for what is due next.
        updateAccounts();
    }

    private <T> List<T> all(Function<AccountChange, Stream<T>> part) {
        return changes.values().stream().flatMap(part).toList();
    }

    private void insertAccounts() {
        MultiRow.of(all(change -> Stream.ofNullable(change.opened)))
                .text("account_id", row -> row.event().aggregate())
                .text("owner_id", row -> row.event().owner().value())
                .bigint("sequence", Opened::sequence)
                .time("clock", row -> row.event().bookedAt())
                .time("opened_at", row -> row.event().occurredAt())
                .bigint("opened_position", Opened::position)
                .text("profile_subject", row -> subject(row.event().personal()))
                .text("profile_sealed", row -> ciphertext(row.event().personal()))
                .execute(sql, """
                        INSERT INTO projection.account (
                            account_id, owner_id, status, available, held, pending, granted, deducted, expired, revoked,
                            grants, sequence, clock, opened_at, opened_position, profile_subject, profile_sealed)
                        SELECT account_id, owner_id, 'open', 0, 0, 0, 0, 0, 0, 0,
                            0, sequence, clock, opened_at, opened_position, profile_subject, profile_sealed
                        FROM {rows} AS opened""");
    }

    private void insertLots() {
        MultiRow.of(all(AccountChange::newLots))
                .text("account_id", lot -> lot.account)
                .uuid("grant_id", lot -> lot.grant.value())
                .bigint("grant_order", lot -> granted(lot).terms().order())
                .text("source", lot -> EnumNames.of(granted(lot).source()))
                .text("funding", lot -> EnumNames.of(granted(lot).funding()))
                .bigint("amount", lot -> granted(lot).amount().millionths())
                .bigint("priority", lot -> (long) granted(lot).terms().priority())
                .time("effective_at", lot -> granted(lot).terms().effectiveAt())
                .time("expires_at", lot -> granted(lot).terms().expiresAt().orElse(null))
                .bigint("remaining", lot -> lot.remaining)
                .bigint("held", lot -> lot.held)
                .flag("pending", lot -> granted(lot).pending() && !lot.activated)
                .flag("revoked", lot -> lot.revoked)
                .execute(sql, """
                        INSERT INTO projection.lot (
                            account_id, grant_id, grant_order, source, funding, amount, priority,
                            effective_at, expires_at, remaining, held, pending, revoked)
                        SELECT account_id, grant_id, grant_order, source, funding, amount, priority,
                            effective_at, expires_at, remaining, held, pending, revoked
                        FROM {rows} AS granted""");
    }

    private void updateLots() {
        var spent = all(change -> change.changedLots().filter(LotChange::isSpentOnly));
        changed(
                spent,
                MultiRow.of(spent)
                        .text("account_id", lot -> lot.account)
                        .uuid("grant_id", lot -> lot.grant.value())
                        .bigint("remaining", lot -> lot.remaining)
                        .fetch(sql, UPDATED_LOTS.formatted("remaining = lot.remaining + change.remaining")));
        var others = all(change -> change.changedLots().filter(lot -> !lot.isSpentOnly()));
        changed(
                others,
                MultiRow.of(others)
                        .text("account_id", lot -> lot.account)
                        .uuid("grant_id", lot -> lot.grant.value())
                        .bigint("remaining", lot -> lot.remaining)
                        .bigint("held", lot -> lot.held)
                        .flag("activated", lot -> lot.activated)
                        .flag("revoked", lot -> lot.revoked)
                        .fetch(sql, UPDATED_LOTS.formatted("""
                        remaining = lot.remaining + change.remaining,
                        held = lot.held + change.held,
                        pending = lot.pending AND NOT change.activated,
                        revoked = lot.revoked OR change.revoked""")));
    }

    /** A lot that was spent to the end has nothing left to expire. */
    private void changed(List<LotChange> lots, List<String> result) {
        if (lots.isEmpty()) {
            return;
        }
        expectAll("lot", lots.size(), Integer.parseInt(result.getFirst()));
        for (var account : result.subList(1, result.size())) {
            Objects.requireNonNull(changes.get(account)).due = true;
        }
    }

    private void deleteHolds() {
        var holds = all(AccountChange::closedHolds);
        var deleted = MultiRow.of(holds)
                .text("account_id", Closed::account)
                .uuid("hold_id", row -> row.hold().value())
                .execute(sql, """
                        DELETE FROM projection.hold USING {rows} AS closed
                        WHERE hold.account_id = closed.account_id AND hold.hold_id = closed.hold_id""");
        expectAll("hold", holds.size(), deleted);
    }

    private void insertHolds() {
        MultiRow.of(all(change -> change.placed.values().stream()))
                .text("account_id", row -> row.event().aggregate())
                .uuid("hold_id", row -> row.event().hold().value())
                .bigint("amount", row -> row.event().amount().millionths())
                .time("expires_at", row -> row.event().expiresAt())
                .bigint("position", Placed::position)
                .text("grants", row -> array(row, part -> part.grant().toString()))
                .text(
                        "amounts",
                        row -> array(row, part -> Long.toString(part.amount().millionths())))
                .execute(sql, """
                        INSERT INTO projection.hold (account_id, hold_id, amount, expires_at, position, grants, amounts)
                        SELECT account_id, hold_id, amount, expires_at, position, grants::uuid[], amounts::bigint[]
                        FROM {rows} AS placed""");
    }

    private void updateAccounts() {
        var spent = all(change -> change.due ? Stream.empty() : Stream.of(change));
        var updated = MultiRow.of(spent)
                .text("account_id", change -> change.account)
                .bigint("applied", AccountChange::applied)
                .bigint("sequence", change -> change.sequence)
                .time("clock", change -> change.clock)
                .bigint("available", change -> change.balance.available().millionths())
                .bigint("deducted", change -> change.deducted)
                .execute(sql, """
                        UPDATE projection.account
                        SET available = change.available,
                            deducted = account.deducted + change.deducted,
                            sequence = change.sequence,
                            clock = change.clock
                        FROM {rows} AS change
                        WHERE account.account_id = change.account_id AND account.sequence = change.applied""");
        expectAll("account", spent.size(), updated);
        updateOtherAccounts(all(change -> change.due ? Stream.of(change) : Stream.empty()));
    }

    private void updateOtherAccounts(List<AccountChange> others) {
        var updated = MultiRow.of(others)
                .text("account_id", change -> change.account)
                .bigint("applied", AccountChange::applied)
                .bigint("sequence", change -> change.sequence)
                .time("clock", change -> change.clock)
                .text("status", change -> change.status == null ? null : EnumNames.of(change.status))
                .bigint("available", change -> change.balance.available().millionths())
                .bigint("held", change -> change.balance.held().millionths())
                .bigint("pending", change -> change.balance.pending().millionths())
                .bigint("granted", change -> change.granted)
                .bigint("deducted", change -> change.deducted)
                .bigint("expired", change -> change.expired)
                .bigint("revoked", change -> change.revoked)
                .bigint("uncovered", change -> change.uncovered)
                .bigint("grants", change -> change.grants)
                .execute(sql, """
                        UPDATE projection.account
                        SET status = coalesce(change.status, account.status),
                            available = change.available,
                            held = change.held,
                            pending = change.pending,
                            granted = account.granted + change.granted,
                            deducted = account.deducted + change.deducted,
                            expired = account.expired + change.expired,
                            revoked = account.revoked + change.revoked,
                            uncovered = account.uncovered + change.uncovered,
                            grants = account.grants + change.grants,
                            sequence = change.sequence,
                            clock = change.clock,
                            next_due_at = least(
                                (SELECT min(lot.due_at) FROM projection.lot
                                 WHERE lot.account_id = change.account_id AND lot.open),
                                (SELECT min(hold.expires_at) FROM projection.hold
                                 WHERE hold.account_id = change.account_id))
                        FROM {rows} AS change
                        WHERE account.account_id = change.account_id AND account.sequence = change.applied""");
        expectAll("account", others.size(), updated);
    }

    private static void expectAll(String what, int expected, int found) {
        if (found != expected) {
            throw new IllegalStateException("events change " + expected + " rows of " + what + ", found " + found);
        }
    }

    private static CreditsGranted granted(LotChange lot) {
        if (lot.granted == null) {
            throw new IllegalStateException("not a new lot: " + lot.grant);
        }
        return lot.granted;
    }

    private static String array(Placed row, Function<Draw, String> element) {
        return row.event().heldFrom().stream().map(element).collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable String subject(Personal personal) {
        return personal instanceof Sealed sealed ? sealed.subject().value() : null;
    }

    private static @Nullable String ciphertext(Personal personal) {
        return personal instanceof Sealed sealed ? sealed.ciphertext() : null;
    }
}
