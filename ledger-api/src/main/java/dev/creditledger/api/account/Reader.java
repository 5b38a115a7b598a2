package dev.creditledger.api.account;

import static java.time.temporal.ChronoUnit.MICROS;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Access;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Status;
import dev.creditledger.projections.account.AccountQueries;
import dev.creditledger.projections.account.AccountQueries.Opening;
import dev.creditledger.projections.account.AccountView;
import dev.creditledger.projections.account.BalanceQuery;
import dev.creditledger.projections.account.BalanceView;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Lets callers look at an account: those with a role for it, and the user who owns it. */
@Component
public class Reader {

    private final AccountQueries accounts;
    private final BalanceQuery balances;
    private final InstantSource clock;
    private final Consistency consistency;

    Reader(AccountQueries accounts, BalanceQuery balances, InstantSource clock, Consistency consistency) {
        this.accounts = accounts;
        this.balances = balances;
        this.clock = clock;
        this.consistency = consistency;
    }

    /** An account that is there, and how the caller may look at it. */
    public record Reading(AccountView account, Access access) {
        public AccountId id() {
            return account.account();
        }
    }

    /** An account that the caller may look at, if it is there. */
    public record Admission(AccountId account, Access access) {}

    /** @throws ProblemException as {@link #admit} and {@link #present} */
    public Reading read(String account, Call call) {
        var admission = admit(account, call, Roles.EVERYBODY);
        var view = present(admission.account(), call, () -> accounts.find(admission.account()));
        return new Reading(view, admission.access());
    }

    /**
     * Lets the caller in without looking whether there is such an account, except that a user must own it.
     *
     * @throws ProblemException {@code forbidden}, {@code out_of_scope}, {@code not_your_account} for a user whatever the
     *     account, {@code account_not_found} for an id that no account can have; {@code projection_behind}
     */
    Admission admit(String account, Call call, Set<Role> allowed) {
        var access = call.as(allowed);
        access.requireAccount(account);
        consistency.await(call);
        return admit(account, access);
    }

    /** As {@link #admit(String, Call, Set)}, where there is no call. */
    public Admission admit(String account, Access access) {
        access.requireAccount(account);
        if (access.isUser()) {
            access.requireOwner(Desk.id(account).flatMap(this::owner));
        }
        return new Admission(Desk.id(account).orElseThrow(() -> notFound(account)), access);
    }

    /**
     * The only open account of the caller.
     *
     * @param field that names the account of those who own several
     * @throws ProblemException {@code account_not_found}; {@code invalid_request} if there are several
     */
    public AccountId onlyAccountOf(Access access, String field) {
        var owner = access.caller().subject();
        var open = accounts.list(Optional.of(owner), Optional.of(Status.OPEN), Optional.empty(), 2)
                .data();
        if (open.size() > 1) {
            throw ProblemException.invalid(field, "is missing: you own more than one open account");
        }
        return open.stream()
                .map(AccountView::account)
                .findFirst()
                .orElseThrow(() -> Problem.ACCOUNT_NOT_FOUND.here().with("ownerId", owner));
    }

    /**
     * What an account has now, with what has become due.
     *
     * @throws ProblemException as {@link #admit} and {@link #present}
     */
    public BalanceView balance(String account, Call call) {
        var admission = admit(account, call, Roles.EVERYBODY);
        return present(
                admission.account(),
                call,
                () -> balances.at(admission.account(), clock.instant().truncatedTo(MICROS)));
    }

    /** Its rows say who owns an account; the log does where they lack it, or are being made anew. */
    private Optional<SubjectId> owner(AccountId account) {
        return accounts.find(account)
                .map(AccountView::owner)
                .or(() -> accounts.opening(account).flatMap(Opening::owner));
    }

    /**
     * Lets the caller read what the log says of an account, whatever the read side has made of it.
     *
     * @throws ProblemException as {@link #admit}, and {@code account_not_found}
     */
    public Admission admitToLog(String account, Call call) {
        var access = call.as(Roles.EVERYBODY);
        access.requireAccount(account);
        var opening = Desk.id(account).flatMap(accounts::opening);
        if (access.isUser()) {
            access.requireOwner(opening.flatMap(Opening::owner));
        }
        if (opening.isEmpty()) {
            throw notFound(account);
        }
        return new Admission(new AccountId(account), access);
    }

    /**
     * What the rows say of an account. When they say nothing of one that was opened, waits for them as a call waits that
     * brings the token of the opening.
     *
     * @throws ProblemException {@code account_not_found}; {@code projection_behind}, also when the account stands still
     *     before its first row
     */
    <T> T present(AccountId account, Call call, Supplier<Optional<T>> rows) {
        var found = rows.get();
        if (found.isPresent()) {
            return found.get();
        }
        var opened = accounts.opening(account)
                .orElseThrow(() -> notFound(account.value()))
                .position();
        consistency.await(opened, call);
        return rows.get().orElseThrow(() -> Consistency.behind(opened - 1, opened));
    }

    static ProblemException notFound(String account) {
        return Problem.ACCOUNT_NOT_FOUND.here().with("accountId", account);
    }
}
