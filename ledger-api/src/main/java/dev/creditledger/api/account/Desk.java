package dev.creditledger.api.account;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.CanonicalJson;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Access;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.pricing.PriceBook;
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
        return Outcomes.answered(awaiting.outcome(dispatch.submit(submission(ask, call))), nearNames());
    }

    public Answered open(Call call) {
        var access = call.as(Roles.SERVICES);
        var key = call.key();
        var body = call.body();
        text(body, "accountId").ifPresent(access::requireAccount);
        var opening = ChangeReader.opening(new Fields(body));
        var once = new Once(key, request(Change.ROOT, access, CanonicalJson.of(body)));
        return Outcomes.answered(
                awaiting.outcome(
                        dispatch.submit(new Submission(opening.command(now()), call.cause(access), Optional.of(once)))),
                nearNames());
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
            throw known(account, problem);
        }
    }

    /**
     * Something that an account has one of, to be set as the body says.
     *
     * @param tail of the path, after the account
     */
    public record Setting(String account, String tail, Set<Role> allowed, Reading reading) {

        /** Makes the command of the body. */
        @FunctionalInterface
        public interface Reading {
            BoundCommand command(Fields body, AccountId account, Instant at);
        }
    }

    /** Sets it, and waits until that is durable. Setting the same again does no harm, so it needs no key. */
    public Answered set(Setting setting, Call call) {
        var access = call.as(setting.allowed());
        access.requireAccount(setting.account());
        var account = id(setting.account()).orElseThrow(() -> Reader.notFound(setting.account()));
        try {
            return Outcomes.answered(
                    awaiting.outcome(dispatch.submit(submission(setting, account, access, call))), nearNames());
        } catch (ProblemException problem) {
            throw known(account, problem);
        }
    }

    private Submission submission(Setting setting, AccountId account, Access access, Call call) {
        var key = call.optionalKey();
        var body = call.body();
        var command = setting.reading().command(new Fields(body), account, now());
        var request = request("PUT", Change.ROOT + '/' + account + setting.tail(), access, CanonicalJson.of(body));
        return new Submission(command, call.cause(access), key.map(given -> new Once(given, request)));
    }

    /**
     * Something that is done to an account.
     *
     * @param tail of the path, after the account
     * @param charges whether it charges for a feature, which a service token may be narrowed to
     */
    public record Doing(String account, String tail, Set<Role> allowed, boolean charges, Making making) {

        /** Makes the command of the body. */
        @FunctionalInterface
        public interface Making {
            BoundCommand command(Fields body, Asked asked);
        }
    }

    /** What a command is made from, beside the body. */
    public record Asked(AccountId account, Role role, IdempotencyKey key, Instant at) {}

    /** Does it, and waits until that is durable. */
    public Outcome perform(Doing doing, Call call) {
        var access = call.as(doing.allowed());
        access.requireAccount(doing.account());
        var account = id(doing.account()).orElseThrow(() -> Reader.notFound(doing.account()));
        try {
            return awaiting.outcome(dispatch.submit(submission(doing, account, access, call)));
        } catch (ProblemException problem) {
            throw known(account, problem);
        }
    }

    private Submission submission(Doing doing, AccountId account, Access access, Call call) {
        var key = call.key();
        var body = call.bodyOrNothing();
        if (doing.charges()) {
            access.requireFeature(text(body, "feature"));
        }
        var command = doing.making().command(new Fields(body), new Asked(account, access.role(), key, now()));
        var request = request(Change.ROOT + '/' + account + doing.tail(), access, CanonicalJson.of(body));
        return new Submission(command, call.cause(access), Optional.of(new Once(key, request)));
    }

    /** What is wrong with a request about an account that is not there is that it is not there. */
    private ProblemException known(AccountId account, ProblemException problem) {
        var outOfScope = problem.problem().status() == Problem.FORBIDDEN.status();
        return outOfScope || exists(account) ? problem : Reader.notFound(account.value());
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
        return request("POST", path, access, body);
    }

    private static String request(String method, String path, Access access, String body) {
        return method + ' ' + path + '\n' + access.caller().subject() + '\n' + body;
    }

    /** @throws ProblemException {@code unavailable}, when this node does not know what is in force */
    public PriceBook prices() {
        return reader.prices();
    }

    /** For the answer to one call. */
    public NearNames nearNames() {
        return new NearNames(reader::prices, now());
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

    /** Empty: it is no id of the server. */
    public static Optional<UUID> uuid(String id) {
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
