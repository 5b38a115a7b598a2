package dev.creditledger.api.security;

import dev.creditledger.api.problem.ProblemException;
import org.springframework.security.core.AuthenticationException;

/** Brings a problem through Spring Security's filters. */
final class TokenRefused extends AuthenticationException {

    private final transient ProblemException problem;

    TokenRefused(ProblemException problem) {
        super(problem.problem().code());
        this.problem = problem;
    }

    ProblemException problem() {
        return problem;
    }
}
