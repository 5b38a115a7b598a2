package dev.creditledger.api.security;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, as the access token says.
 *
 * @param accounts prefixes of the accounts that it may touch as a service; empty: all
 * @param features features that it may charge for as a service; empty: all
 */
public record Caller(
        SubjectId subject, Set<Role> roles, Optional<List<String>> accounts, Optional<Set<String>> features) {

    /** With several roles a caller acts in the first of these that the call allows. */
    private static final List<Role> PRECEDENCE = List.of(Role.ADMIN, Role.SERVICE, Role.AUDITOR, Role.USER);

    public Caller {
        roles = Set.copyOf(roles);
        accounts = accounts.map(List::copyOf);
        features = features.map(Set::copyOf);
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code forbidden}, if it has none of these roles */
    public Access as(Set<Role> allowed) {
        for (var role : PRECEDENCE) {
            if (allowed.contains(role) && roles.contains(role)) {
                return new Access(this, role);
            }
        }
        throw Problem.FORBIDDEN.here().with("allowedRoles", names(allowed));
    }

    /** The role in which it may do the most. */
    public Role foremost() {
        return PRECEDENCE.stream().filter(roles::contains).findFirst().orElse(Role.USER);
    }

    private static List<String> names(Set<Role> roles) {
        return EnumSet.copyOf(roles).stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
