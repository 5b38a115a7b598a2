package dev.creditledger.projections.session;

import static dev.creditledger.projections.schema.Tables.SESSION;

import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.Projection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** Live sessions, each of them one row for ever. */
final class SessionProjection implements Projection {

    @Override
    public Fold fold() {
        return new SessionFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(SESSION);
    }

    private static final class SessionFold implements Fold {

        private final Map<SessionId, SessionChange> sessions = new LinkedHashMap<>();

        @Override
        public void add(FeedEvent stored) {
            if (stored.event() instanceof SessionEvent event) {
                var change = sessions.computeIfAbsent(
                        event.session(), id -> new SessionChange(event.account().value(), id));
                change.position = stored.position();
                switch (event) {
                    case SessionStarted it -> change.start(it);
                    case SessionResumed it -> change.resume(it);
                    case HeartbeatReceived it -> change.hear(it);
                    case SessionCheckpointed it -> change.checkpoint(it);
                    case SessionEnded it -> change.end(it);
                    case LowBalanceReached _ -> {
                        // About credits alone.
                    }
                }
            }
        }

        @Override
        public int rows() {
            return sessions.size();
        }

        @Override
        public void flush(DSLContext sql) {
            new SessionRows(sql).write(sessions.values());
        }
    }
}
