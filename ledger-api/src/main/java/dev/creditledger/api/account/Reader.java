package dev.creditledger.api.account;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Access;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.projections.account.AccountQueries;
import dev.creditledger.projections.account.AccountView;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Lets callers look at an account: those with a role for it, and the user who owns it. */
@Component
public class Reader {

    static final Set<Role> READERS = Set.of(Role.USER, Role.SERVICE, Role.ADMIN, Role.AUDITOR);

    private final AccountQueries accounts;
    private final Consistency consistency;

    Reader(AccountQueries accounts, Consistency consistency) {
        this.accounts = accounts;
        this.consistency = consistency;
    }

    /** An account that is there, and how the caller may look at it. */
    public record Reading(AccountView account, Access access) {
        public AccountId id() {
            return account.account();
        }
    }

    /** An account that the caller may look at, if it is there. */
    record Admission(AccountId account, Access access) {}

    /** @throws ProblemException as {@link #admit}, and {@code account_not_found} */
    public Reading read(String account, Call call) {
        var admission = admit(account, call, READERS);
        return accounts.find(admission.account())
                .map(view -> new Reading(view, admission.access()))
                .orElseThrow(() -> notFound(account));
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
        if (access.isUser()) {
            access.requireOwner(Desk.id(account).flatMap(accounts::find).map(AccountView::owner));
        }
        return new Admission(Desk.id(account).orElseThrow(() -> notFound(account)), access);
    }

    static ProblemException notFound(String account) {
        return Problem.ACCOUNT_NOT_FOUND.here().with("accountId", account);
    }
}
