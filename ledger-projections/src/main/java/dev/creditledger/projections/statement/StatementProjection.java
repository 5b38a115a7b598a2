package dev.creditledger.projections.statement;

import static dev.creditledger.projections.schema.Tables.ENTRY;

import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.projections.EnumNames;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.Projection;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Table;

/** The statements of accounts: an entry for each event. */
final class StatementProjection implements Projection {

    @Override
    public Fold fold() {
        return new StatementFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(ENTRY);
    }

    private static final class StatementFold implements Fold {

        private final List<Entry> entries = new ArrayList<>();

        @Override
        public void add(StoredEvent stored) {
            if (stored.event() instanceof AccountEvent event) {
                entries.add(new Entry(event, Booking.of(event), stored.cause(), stored.position()));
            }
        }

        @Override
        public void flush(DSLContext sql) {
            MultiRow.of(entries)
                    .text("account_id", entry -> entry.event().aggregate())
                    .time("booked_at", entry -> entry.event().bookedAt())
                    .bigint("position", Entry::position)
                    .time("occurred_at", entry -> entry.event().occurredAt())
                    .text("kind", entry -> EnumNames.of(entry.booking().kind()))
                    .bigint("amount", entry -> entry.booking().amount().millionths())
                    .bigint("lost", entry -> entry.booking().lost().millionths())
                    .bigint(
                            "available_after",
                            entry -> entry.event().balance().available().millionths())
                    .bigint(
                            "held_after",
                            entry -> entry.event().balance().held().millionths())
                    .bigint(
                            "pending_after",
                            entry -> entry.event().balance().pending().millionths())
                    .uuid("grant_id", entry -> entry.booking().grant())
                    .uuid("deduction_id", entry -> entry.booking().deduction())
                    .uuid("hold_id", entry -> entry.booking().hold())
                    .uuid("reversal_id", entry -> entry.booking().reversal())
                    .text("type", entry -> entry.booking().spent().type())
                    .text("feature", entry -> entry.booking().spent().feature())
                    .text("vendor", entry -> entry.booking().spent().vendor())
                    .text("model", entry -> entry.booking().spent().model())
                    .text("actor", entry -> entry.cause().actor().subject().value())
                    .text("role", entry -> EnumNames.of(entry.cause().actor().role()))
                    .text("request_id", entry -> entry.cause().requestId())
                    .text("correlation_id", entry -> entry.cause().correlationId())
                    .text("text_subject", Entry::subject)
                    .text("text_sealed", Entry::ciphertext)
                    .execute(sql, """
                        INSERT INTO projection.entry (
                            account_id, booked_at, position, occurred_at, kind, amount, lost,
                            available_after, held_after, pending_after,
                            grant_id, deduction_id, hold_id, reversal_id, type, feature, vendor, model,
                            actor, role, request_id, correlation_id, text_subject, text_sealed)
                        SELECT account_id, booked_at, position, occurred_at, kind, amount, lost,
                            available_after, held_after, pending_after,
                            grant_id, deduction_id, hold_id, reversal_id, type, feature, vendor, model,
                            actor, role, request_id, correlation_id, text_subject, text_sealed
                        FROM {rows} AS entries""");
        }
    }
}
