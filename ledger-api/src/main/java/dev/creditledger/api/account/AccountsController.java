package dev.creditledger.api.account;

import dev.creditledger.api.account.Views.AccountAnswer;
import dev.creditledger.api.account.Views.BalanceAnswer;
import dev.creditledger.api.account.Views.EntryAnswer;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Status;
import dev.creditledger.projections.account.AccountQueries;
import dev.creditledger.projections.statement.EntryKind;
import dev.creditledger.projections.statement.StatementQuery;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accounts, what they have and what happened to them. */
@RestController
@RequestMapping(path = Change.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class AccountsController {

    private static final Set<Role> LISTERS = Set.of(Role.ADMIN, Role.AUDITOR, Role.SERVICE);

    private final Reader reader;
    private final Consistency consistency;
    private final AccountQueries accounts;
    private final StatementQuery statements;

    AccountsController(Reader reader, Consistency consistency, AccountQueries accounts, StatementQuery statements) {
        this.reader = reader;
        this.consistency = consistency;
        this.accounts = accounts;
        this.statements = statements;
    }

    @GetMapping("/{account}")
    ResponseEntity<AccountAnswer> find(@PathVariable String account, Call call) {
        var reading = reader.read(account, call);
        call.query().finish();
        return Paging.at(reading.account().position(), call).body(AccountAnswer.of(reading.account()));
    }

    /** A service that is narrowed to certain accounts sees those; its pages may hold fewer than the limit. */
    @GetMapping
    ResponseEntity<ListAnswer<AccountAnswer>> list(Call call) {
        var access = call.as(LISTERS);
        consistency.await(call);
        var query = call.query();
        var owner = query.optionalText("ownerId", 255).map(SubjectId::new);
        var status = query.optionalChoice("status", Status.class);
        var paging = Paging.of(query);
        query.finish();
        var page = paging.page(cursor -> accounts.list(owner, status, cursor, paging.limit()));
        var shown = page.data().stream()
                .filter(view -> access.covers(view.account().value()))
                .map(AccountAnswer::of)
                .toList();
        return Paging.at(page.position(), call).body(new ListAnswer<>(shown, page.hasMore(), page.nextCursor()));
    }

    @GetMapping("/{account}/balance")
    ResponseEntity<BalanceAnswer> balance(@PathVariable String account, Call call) {
        var view = reader.balance(account, call);
        call.query().finish();
        return Paging.at(view.position(), call).body(BalanceAnswer.of(view));
    }

    /** From the log itself: true up to its head, also while the rows are behind or the account stands still. */
    @GetMapping("/{account}/entries")
    ResponseEntity<ListAnswer<EntryAnswer>> entries(@PathVariable String account, Call call) {
        var admission = reader.admitToLog(account, call);
        var query = call.query();
        var from = query.optionalTime("from");
        var to = query.optionalTime("to");
        var kind = query.optionalChoice("kind", EntryKind.class);
        var paging = Paging.of(query);
        query.finish();
        var page =
                paging.page(cursor -> statements.entries(admission.account(), from, to, kind, cursor, paging.limit()));
        return Paging.at(page.position(), call)
                .body(ListAnswer.of(page, entry -> EntryAnswer.of(entry, admission.access())));
    }
}
