package dev.creditledger.api.security;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import java.util.Optional;

/** A caller in the role in which it makes one call. */
public record Access(Caller caller, Role role) {

    public boolean isUser() {
        return role == Role.USER;
    }

    /** Whether it is shown what vendors ask and what is earned: that is not for those who are charged. */
    public boolean seesCosts() {
        return Roles.AUDITORS.contains(role);
    }

    /** Whether a service token is narrowed to certain accounts. */
    public boolean isNarrowed() {
        return role == Role.SERVICE && caller.accounts().isPresent();
    }

    public boolean covers(String account) {
        return !isNarrowed() || caller.accounts().orElseThrow().stream().anyMatch(account::startsWith);
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code out_of_scope} */
    public void requireAccount(String account) {
        if (!covers(account)) {
            throw Problem.OUT_OF_SCOPE.because("Its claim accounts does not cover this account.");
        }
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code out_of_scope} */
    public void requireFeature(Optional<String> feature) {
        if (role == Role.SERVICE && caller.features().isPresent()) {
            var allowed = caller.features().get();
            if (feature.isEmpty() || !allowed.contains(feature.get())) {
                throw Problem.OUT_OF_SCOPE.because("Its claim features does not cover this feature.");
            }
        }
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code not_your_account}, for an unknown account too */
    public void requireOwner(Optional<SubjectId> owner) {
        if (isUser() && !owner.equals(Optional.of(caller.subject()))) {
            throw Problem.NOT_YOUR_ACCOUNT.here();
        }
    }
}
