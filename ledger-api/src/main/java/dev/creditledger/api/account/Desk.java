package dev.creditledger.api.account;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.CanonicalJson;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Access;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Where changes are handed in: checks them in the order 401, 403, 404, 400 and makes them commands for the write side.
 */
@Component
public class Desk {

    private static final Set<Role> OPENERS = Set.of(Role.ADMIN, Role.SERVICE);
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Dispatch dispatch;
    private final InstantSource clock;
    private final ChangeReader reader;
    private final Awaiting awaiting;

    Desk(Dispatch dispatch, InstantSource clock, ChangeReader reader, Awaiting awaiting) {
        this.dispatch = dispatch;
        this.clock = clock;
        this.reader = reader;
        this.awaiting = awaiting;
    }

    /** Makes one change, and waits until it is durable. */
    public Answered make(Ask ask, Call call) {
        return Outcomes.answered(awaiting.outcome(dispatch.submit(submission(ask, call))));
    }

    public Answered open(Call call) {
        var access = call.as(OPENERS);
        var key = call.key();
        var body = call.body();
        text(body, "accountId").ifPresent(access::requireAccount);
        var opening = ChangeReader.opening(new Fields(body));
        var once = new Once(key, request(Change.ROOT, access, CanonicalJson.of(body)));
        return Outcomes.answered(awaiting.outcome(
                dispatch.submit(new Submission(opening.command(now()), call.cause(access), Optional.of(once)))));
    }

    /**
     * The command that is asked for.
     *
     * @throws ProblemException the first of 403, 404 and 400 that applies
     */
    public Submission submission(Ask ask, Call call) {
        var access = call.as(ask.change().allowed());
        access.requireAccount(ask.account());
        var account = id(ask.account()).orElseThrow(() -> Reader.notFound(ask.account()));
        try {
            return submission(ask, account, access, call);
        } catch (ProblemException problem) {
            var outOfScope = problem.problem().status() == Problem.FORBIDDEN.status();
            throw outOfScope || exists(account) ? problem : Reader.notFound(ask.account());
        }
    }

    private Submission submission(Ask ask, AccountId account, Access access, Call call) {
        var change = ask.change();
        var part = ask.part().map(id -> uuid(id).orElseThrow(change.partMissing()::here));
        var key = ask.key().get();
        var body = ask.body().get();
        if (change.charges()) {
            access.requireFeature(text(body, "feature"));
        }
        var fields = new Fields(body);
        fields.ignore(ask.envelope());
        var command = change.command(reader, fields, new Target(account, part, key, now()));
        var request = request(change.path(account, part), access, ask.canonical(body));
        return new Submission(command, call.cause(access), Optional.of(new Once(key, request)));
    }

    /** The caller is who the token says, in whatever role: a role that changes between two tries changes nothing else. */
    private static String request(String path, Access access, String body) {
        return "POST " + path + '\n' + access.caller().subject() + '\n' + body;
    }

    /** Asked of the write side, which knows an account from the moment it is opened. */
    boolean exists(AccountId account) {
        var outcome = awaiting.outcome(dispatch.authorize(account, Credits.ZERO, now()));
        return !(outcome instanceof Outcome.Rejected(NoSuchAccount _));
    }

    /** Empty for an id that no account can have. */
    static Optional<AccountId> id(String text) {
        try {
            return Optional.of(new AccountId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String id) {
        return UUID_FORM.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
    }

    private static Optional<String> text(Json body, String field) {
        return body instanceof Json.Members(var fields) && fields.get(field) instanceof Json.Text(var text)
                ? Optional.of(text)
                : Optional.empty();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
