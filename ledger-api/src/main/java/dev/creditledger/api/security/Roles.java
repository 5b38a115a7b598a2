package dev.creditledger.api.security;

import dev.creditledger.domain.Cause.Role;
import java.util.Set;

/** Roles that may do the same. */
public final class Roles {

    public static final Set<Role> ADMINS = Set.of(Role.ADMIN);

    /** They see everything and change nothing; admins see as much. */
    public static final Set<Role> AUDITORS = Set.of(Role.ADMIN, Role.AUDITOR);

    /** They act for users; admins may do as much. */
    public static final Set<Role> SERVICES = Set.of(Role.SERVICE, Role.ADMIN);

    public static final Set<Role> EVERYBODY = Set.of(Role.USER, Role.SERVICE, Role.ADMIN, Role.AUDITOR);

    private Roles() {}
}
