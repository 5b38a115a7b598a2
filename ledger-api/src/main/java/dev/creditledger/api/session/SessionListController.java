package dev.creditledger.api.session;

import dev.creditledger.api.account.Desk;
import dev.creditledger.api.account.Reader;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.projections.session.SessionQuery;
import dev.creditledger.projections.session.SessionStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which sessions there are and were. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionListController {

    private final Reader reader;
    private final SessionQuery sessions;
    private final Consistency consistency;

    SessionListController(Reader reader, SessionQuery sessions, Consistency consistency) {
        this.reader = reader;
        this.sessions = sessions;
        this.consistency = consistency;
    }

    @GetMapping("/accounts/{account}/sessions/{session}")
    ResponseEntity<ListedSession> find(@PathVariable String account, @PathVariable String session, Call call) {
        var reading = reader.read(account, call);
        call.query().finish();
        var view = Desk.uuid(session)
                .flatMap(id -> sessions.find(reading.id(), new SessionId(id)))
                .orElseThrow(() -> Problem.SESSION_NOT_FOUND.here().with("sessionId", session));
        return Paging.at(view.position(), call).body(ListedSession.of(view));
    }

    @GetMapping("/accounts/{account}/sessions")
    ResponseEntity<ListAnswer<ListedSession>> list(@PathVariable String account, Call call) {
        var reading = reader.read(account, call);
        var query = call.query();
        var status = query.optionalChoice("status", SessionStatus.class);
        var paging = Paging.of(query);
        query.finish();
        var page = paging.page(cursor -> sessions.list(reading.id(), status, cursor, paging.limit()));
        return Paging.at(page.position(), call).body(ListAnswer.of(page, ListedSession::of));
    }

    @GetMapping("/admin/sessions")
    ResponseEntity<ListAnswer<ListedSession>> listAll(Call call) {
        call.as(Roles.AUDITORS);
        consistency.await(call);
        var query = call.query();
        var status = query.optionalChoice("status", SessionStatus.class);
        var paging = Paging.of(query);
        query.finish();
        var page = paging.page(cursor -> sessions.listAll(status, cursor, paging.limit()));
        return Paging.at(page.position(), call).body(ListAnswer.of(page, ListedSession::of));
    }
}
