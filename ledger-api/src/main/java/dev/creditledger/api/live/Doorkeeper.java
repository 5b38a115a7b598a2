package dev.creditledger.api.live;

import dev.creditledger.api.account.Reader;
import dev.creditledger.api.limits.Purpose;
import dev.creditledger.api.limits.RateLimits;
import dev.creditledger.api.live.ClientMessage.Authenticate;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Access;
import dev.creditledger.api.security.AccessTokens;
import dev.creditledger.api.security.Caller;
import dev.creditledger.api.security.CallerAuthentication;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.account.AccountId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Says who a client is and which account it may come for. */
@Component
final class Doorkeeper {

    private static final Set<Role> GUESTS = Set.of(Role.USER, Role.SERVICE, Role.ADMIN);

    private final AccessTokens tokens;
    private final RateLimits limits;
    private final Reader reader;

    Doorkeeper(AccessTokens tokens, RateLimits limits, Reader reader) {
        this.tokens = tokens;
        this.limits = limits;
        this.reader = reader;
    }

    /**
     * May wait for whoever issues tokens.
     *
     * @param known called when the token is a valid one, whatever else keeps the client from coming in
     * @throws ProblemException {@code invalid_token}, {@code rate_limited}
     */
    CallerAuthentication recognise(Authenticate authenticate, Runnable known) {
        var token = tokens.caller(authenticate.token());
        known.run();
        limited(token.caller());
        return token;
    }

    /**
     * Waits for the read side, which knows whose account it is.
     *
     * @throws ProblemException {@code forbidden}, {@code out_of_scope}, {@code not_your_account}; {@code invalid_request}
     *     without an account's id where there is more than one
     */
    Guest admit(CallerAuthentication token, Authenticate authenticate, Handshake handshake) {
        var access = token.caller().as(GUESTS);
        access.requireFeature(Optional.of(handshake.featureName()));
        var account = authenticate
                .account()
                .map(named -> reader.admit(named, access).account())
                .orElseGet(() -> onlyAccountOf(access));
        return new Guest(access, account, token.expiresAt());
    }

    /** Who acts for others says for whom. */
    private AccountId onlyAccountOf(Access access) {
        if (!access.isUser()) {
            throw ProblemException.invalid("account_id", "is required of a service or an admin");
        }
        return reader.onlyAccountOf(access, "account_id");
    }

    private void limited(Caller caller) {
        limits.take(caller, Purpose.WEBSOCKET)
                .filter(verdict -> !verdict.admitted())
                .ifPresent(verdict -> {
                    throw Problem.RATE_LIMITED.here().retryAfter(Math.max(1, verdict.secondsToReset()));
                });
    }

    /**
     * Until when another token of the same guest is good.
     *
     * @throws ProblemException {@code invalid_token}, of somebody else as well; {@code out_of_scope}
     */
    Instant refreshed(String another, Guest guest, Handshake handshake) {
        var token = tokens.caller(another);
        if (!token.caller().subject().equals(guest.access().caller().subject())) {
            throw Problem.INVALID_TOKEN.because("It is somebody else's.");
        }
        var access = token.caller().as(Set.of(guest.access().role()));
        access.requireAccount(guest.account().value());
        access.requireFeature(Optional.of(handshake.featureName()));
        return token.expiresAt();
    }
}
