package dev.creditledger.projections.session;

import static dev.creditledger.projections.schema.Tables.SESSION;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.Meter;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.session.SessionChange.Start;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;

/** Writes what a batch changes in sessions: first those that are there, then those that began. */
record SessionRows(DSLContext sql) {

    void write(Collection<SessionChange> changes) {
        update(changes.stream().filter(change -> change.start.isEmpty()).toList());
        insert(changes.stream().filter(change -> change.start.isPresent()).toList());
    }

    private void update(List<SessionChange> changes) {
        var rows = state(changes);
        var statement = """
                UPDATE projection.session AS s SET %s
                FROM {rows} AS change
                WHERE s.account_id = change.account_id AND s.session_id = change.session_id""".formatted(rows.names("%1$s = coalesce(change.%1$s, s.%1$s)"));
        var updated = key(rows).execute(sql, statement);
        if (updated != changes.size()) {
            throw new IllegalStateException(changes.size() + " sessions go on, found " + updated);
        }
    }

    private void insert(List<SessionChange> changes) {
        var rows = key(state(changes))
                .text(SESSION.FEATURE, change -> event(change).feature().name())
                .text(SESSION.CHANNEL, change -> event(change).channel().orElse(null))
                .text(SESSION.ACTION, change -> event(change).rate().action())
                .text(SESSION.UNIT, change -> event(change).rate().unit())
                .bigint(
                        SESSION.CREDITS_PER_UNIT,
                        change -> event(change).rate().creditsPerUnit().millionths())
                .text(SESSION.TIER, change -> EnumNames.of(event(change).rate().tier()))
                .integer(SESSION.PRICE_VERSION, change -> event(change).rate().priceVersion())
                .time(SESSION.STARTED_AT, change -> event(change).occurredAt())
                .bigint(
                        SESSION.STARTED_POSITION,
                        change -> change.start.map(Start::position).orElseThrow())
                .bigint(
                        SESSION.STALE_AFTER_MS,
                        change -> event(change).terms().staleAfter().toMillis())
                .time(
                        SESSION.LONGEST_UNTIL,
                        change -> event(change)
                                .occurredAt()
                                .plus(event(change).terms().longest()));
        rows.execute(sql, """
                INSERT INTO projection.session (%1$s) SELECT %1$s FROM {rows} AS started""".formatted(rows.names("%s")));
    }

    private static MultiRow<SessionChange> key(MultiRow<SessionChange> rows) {
        return rows.text(SESSION.ACCOUNT_ID, change -> change.account)
                .uuid(SESSION.SESSION_ID.getName(), change -> change.session.value());
    }

    /** What can change. */
    private static MultiRow<SessionChange> state(Collection<SessionChange> changes) {
        return MultiRow.of(changes)
                .text(
                        SESSION.STATUS,
                        change -> EnumNames.of(change.end.isPresent() ? SessionStatus.ENDED : SessionStatus.RUNNING))
                .text(SESSION.NODE, change -> change.node.orElse(null))
                .integer(SESSION.CONNECTION, change -> change.connection.orElse(null))
                .time(
                        SESSION.LAST_ACTIVITY_AT,
                        change -> change.meter.map(Meter::lastActivityAt).orElse(null))
                .bigint(
                        SESSION.SECONDS,
                        change -> change.meter.map(Meter::counted).orElse(null))
                .bigint(
                        SESSION.CHARGED,
                        change -> change.charged
                                .map(credits -> credits.millionths())
                                .orElse(null))
                .bigint(SESSION.SEQUENCE, change -> change.sequence.orElse(null))
                .bigint(
                        SESSION.GRANTED_UNTIL_SECOND,
                        change -> change.grant.map(Grant::untilSecond).orElse(null))
                .bigint(
                        SESSION.RENEW_AT_SECOND,
                        change -> change.grant.map(Grant::renewAtSecond).orElse(null))
                .time(
                        SESSION.VALID_UNTIL,
                        change -> change.grant.map(Grant::validUntil).orElse(null))
                .flag(
                        SESSION.FINAL_UNIT,
                        change -> change.grant.map(Grant::finalUnit).orElse(null))
                .time(
                        SESSION.ENDED_AT,
                        change -> change.end.map(SessionEnded::occurredAt).orElse(null))
                .text(
                        SESSION.END_REASON,
                        change -> change.end
                                .map(end -> EnumNames.of(end.reason()))
                                .orElse(null))
                .bigint(SESSION.POSITION, change -> change.position);
    }

    private static SessionStarted event(SessionChange change) {
        return change.start.map(Start::event).orElseThrow();
    }
}
