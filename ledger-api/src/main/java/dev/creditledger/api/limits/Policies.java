package dev.creditledger.api.limits;

import dev.creditledger.api.security.Caller;
import java.util.Optional;

/** Which limit holds for whom. Users have one for each purpose; who may do more has one for all it does. */
record Policies(RateLimitSettings settings) {

    Optional<Policy> of(Caller caller, Purpose purpose) {
        return switch (caller.foremost()) {
            case ADMIN -> policy("admin", settings.admin());
            case SERVICE -> policy("service", settings.service());
            case AUDITOR -> policy("auditor", settings.auditor());
            case USER, SYSTEM ->
                switch (purpose) {
                    case API -> policy("api", settings.api());
                    case QUOTA_CHECK -> policy("quota-check", settings.quotaCheck());
                    case WEBSOCKET -> policy("websocket", settings.websocket());
                };
        };
    }

    private static Optional<Policy> policy(String name, int perMinute) {
        return perMinute == 0 ? Optional.empty() : Optional.of(new Policy(name, perMinute));
    }
}
