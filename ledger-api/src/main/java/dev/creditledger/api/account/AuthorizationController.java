package dev.creditledger.api.account;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome.Authorized;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** May this be spent? Decided by the write side, like a deduction, so that the answer is never stale. */
@RestController
@RequestMapping(path = Change.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class AuthorizationController {

    private static final Set<Role> ASKERS = Set.of(Role.USER, Role.SERVICE, Role.ADMIN);

    private final Reader reader;
    private final Desk desk;
    private final Dispatch dispatch;
    private final Awaiting awaiting;

    AuthorizationController(Reader reader, Desk desk, Dispatch dispatch, Awaiting awaiting) {
        this.reader = reader;
        this.desk = desk;
        this.dispatch = dispatch;
        this.awaiting = awaiting;
    }

    @PostMapping("/{account}/authorization")
    Authorization authorize(@PathVariable String account, Call call) {
        var admission = reader.admit(account, call, ASKERS);
        Credits amount;
        try {
            var body = new Fields(call.body());
            amount = body.amount("amount");
            body.finish();
        } catch (ProblemException invalid) {
            throw desk.exists(admission.account()) ? invalid : Reader.notFound(account);
        }
        var outcome = awaiting.outcome(dispatch.authorize(admission.account(), amount, desk.now()));
        if (outcome instanceof Authorized(var authorization)) {
            return authorization;
        }
        Outcomes.answered(outcome, desk.nearNames());
        throw Problem.INTERNAL_ERROR.here();
    }
}
