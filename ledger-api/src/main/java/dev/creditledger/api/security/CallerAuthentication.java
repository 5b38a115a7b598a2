package dev.creditledger.api.security;

import java.time.Instant;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A validated token, as Spring Security knows it. */
public final class CallerAuthentication extends AbstractAuthenticationToken {

    private final transient Caller caller;
    private final Instant expiresAt;

    CallerAuthentication(Caller caller, Instant expiresAt) {
        super(caller.roles().stream()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList());
        this.caller = caller;
        this.expiresAt = expiresAt;
        super.setAuthenticated(true);
    }

    public Caller caller() {
        return caller;
    }

    /** When the token expires, by the real clock. */
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    /** The subject is somebody's id: it is for the event's cause, not for log lines. */
    @Override
    public String getName() {
        return "caller";
    }
}
