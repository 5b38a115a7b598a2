package dev.creditledger.api.list;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.Caller;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Who may export now: each subject once at a time, and those who cannot see all accounts leave a place to those who can. */
final class ExportRoom {

    private static final int EXPORTS_MAX = 4;
    private static final int OF_OTHERS_MAX = 3;
    private static final Set<Role> SEE_ALL = Set.of(Role.ADMIN, Role.AUDITOR);

    /** Whether each of them sees all accounts. */
    private final Map<SubjectId, Boolean> exporting = new HashMap<>();

    /** @throws dev.creditledger.api.problem.ProblemException {@code overloaded} */
    synchronized void enter(Caller caller) {
        if (exporting.containsKey(caller.subject())) {
            throw Problem.OVERLOADED.because("An export of yours is under way.").retryAfter(1);
        }
        var seesAll = !Collections.disjoint(caller.roles(), SEE_ALL);
        var others = Collections.frequency(exporting.values(), false);
        if (exporting.size() == EXPORTS_MAX || (!seesAll && others == OF_OTHERS_MAX)) {
            throw Problem.OVERLOADED.because("Too many exports are under way.").retryAfter(1);
        }
        exporting.put(caller.subject(), seesAll);
    }

    synchronized void leave(Caller caller) {
        exporting.remove(caller.subject());
    }
}
