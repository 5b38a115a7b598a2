package dev.creditledger.api.session;

import dev.creditledger.api.account.Answered;
import dev.creditledger.api.account.Desk;
import dev.creditledger.api.account.Desk.Doing;
import dev.creditledger.api.account.Outcomes;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.live.Connections;
import dev.creditledger.api.live.LiveSettings;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.Heartbeat;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRejection.NothingNew;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.domain.session.SessionRejection.TakenOver;
import dev.creditledger.domain.session.SessionTerms;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sessions that another server runs: it starts them, says that they go on, and ends them. */
@RestController
@RequestMapping(path = "/api/v1/accounts/{account}/sessions", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionsController {

    private static final long SECONDS_MAX = SessionTerms.LONGEST_MAX.toSeconds();
    private static final long SEQUENCE_MAX = 1_000_000_000;

    private final Desk desk;
    private final QuotaDesk quotas;
    private final LiveSettings settings;
    private final Connections connections;

    SessionsController(Desk desk, QuotaDesk quotas, LiveSettings settings, Connections connections) {
        this.desk = desk;
        this.quotas = quotas;
        this.settings = settings;
        this.connections = connections;
    }

    @PostMapping
    ResponseEntity<SessionAnswer> start(@PathVariable String account, Call call) {
        return answer(
                desk.perform(new Doing(account, "/sessions", Roles.SERVICES, true, this::start), call),
                HttpStatus.CREATED);
    }

    private BoundCommand start(Fields body, Desk.Asked asked) {
        var feature = body.text("feature", Names.FEATURE, Names.FEATURE_FORM);
        var channel = body.optionalText("channelId", Names.CHANNEL, Names.CHANNEL_FORM);
        var estimate = body.optionalWhole("estimatedSeconds", 1, SECONDS_MAX);
        Map<String, String> text = new TreeMap<>();
        body.metadata().forEach((key, value) -> text.put("metadata." + key, value));
        body.finish();
        return new StartSession(
                asked.account(),
                SessionId.of(asked.account(), asked.key()),
                new LiveFeature(feature),
                channel,
                estimate,
                Optional.empty(),
                desk.prices(),
                quotas.current(),
                settings.terms(),
                FreeText.of(text),
                asked.at());
    }

    @PostMapping("/{session}/heartbeat")
    ResponseEntity<SessionAnswer> heartbeat(@PathVariable String account, @PathVariable String session, Call call) {
        var outcome = follow(account, session, "/heartbeat", call, (body, asked, id) -> {
            body.finish();
            return new Heartbeat(asked.account(), id, deduction(asked), quotas.current(), asked.at(), Past.NONE);
        });
        return answer(outcome, HttpStatus.OK);
    }

    @PostMapping("/{session}/checkpoint")
    ResponseEntity<SessionAnswer> checkpoint(@PathVariable String account, @PathVariable String session, Call call) {
        var outcome = follow(account, session, "/checkpoint", call, (body, asked, id) -> {
            var sequence = body.whole("sequence", 1, SEQUENCE_MAX);
            var seconds = body.whole("seconds", 0, SECONDS_MAX);
            body.finish();
            var reading = new Reading.Counted(seconds, Optional.of(sequence));
            return new CheckpointSession(
                    asked.account(), id, deduction(asked), reading, quotas.current(), asked.at(), Past.NONE);
        });
        return answer(outcome, HttpStatus.OK);
    }

    /** Who ends what has ended is told how. */
    @PostMapping("/{session}/end")
    ResponseEntity<SessionAnswer> end(@PathVariable String account, @PathVariable String session, Call call) {
        var outcome = follow(account, session, "/end", call, (body, asked, id) -> {
            var reason = body.optionalChoice("reason", EndReason.class).orElse(EndReason.USER_STOPPED);
            Optional<Reading> reading = body.optionalWhole("seconds", 0, SECONDS_MAX)
                    .<Reading>map(seconds -> new Reading.Counted(seconds, Optional.empty()))
                    .or(() -> connections.reading(id));
            body.finish();
            if (reason == EndReason.ADMIN_STOPPED && asked.role() != Role.ADMIN) {
                throw ProblemException.invalid("reason", "is for admins to give");
            }
            return new EndSession(
                    asked.account(),
                    id,
                    reason,
                    deduction(asked),
                    reading,
                    quotas.current(),
                    FreeText.NONE,
                    asked.at(),
                    Past.NONE);
        });
        if (outcome instanceof Accepted accepted && accepted.event() instanceof SessionEnded ended) {
            connections.ended(ended);
        }
        if (outcome instanceof Rejected(TakenOver(var id))) {
            connections.goneElsewhere(id);
            throw ProblemException.unavailable("the session's client has connected to another node");
        }
        return outcome instanceof Rejected(SessionHasEnded ended) && ended.end().isPresent()
                ? ResponseEntity.ok(SessionAnswer.Ended.of(ended.end().get(), Optional.empty()))
                : answer(outcome, HttpStatus.OK);
    }

    /** Makes the command about a session. */
    @FunctionalInterface
    private interface FollowUp {
        BoundCommand command(Fields body, Desk.Asked asked, SessionId session);
    }

    private Outcome follow(String account, String session, String tail, Call call, FollowUp followUp) {
        var path = "/sessions/" + Desk.uuid(session).map(UUID::toString).orElse(session) + tail;
        var doing = new Doing(account, path, Roles.SERVICES, false, (body, asked) -> {
            var id = Desk.uuid(session).map(SessionId::new).orElseThrow(Problem.SESSION_NOT_FOUND::here);
            return followUp.command(body, asked, id);
        });
        return desk.perform(doing, call);
    }

    private static DeductionId deduction(Desk.Asked asked) {
        return DeductionId.of(asked.account(), asked.key());
    }

    private ResponseEntity<SessionAnswer> answer(Outcome outcome, HttpStatus status) {
        return switch (outcome) {
            case Accepted(SessionEvent event, var position, var replayed) -> {
                var response =
                        ResponseEntity.status(status).header(Consistency.TOKEN_HEADER, Consistency.token(position));
                if (replayed) {
                    response.header(Answered.REPLAYED_HEADER, "true");
                }
                yield response.body(SessionAnswer.of(event, position));
            }
            case Rejected(NothingNew(var account, var session)) ->
                ResponseEntity.ok(SessionAnswer.Running.of(account, session));
            default -> throw Outcomes.refused(outcome, desk.nearNames());
        };
    }
}
