package dev.creditledger.api.limits;

import dev.creditledger.api.problem.ProblemWriter;
import dev.creditledger.api.security.CallerAuthentication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.servlet.filter.OrderedFilter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts every request that shows a token, whatever becomes of it, and says in the answer what is left. */
@Component
class RateLimitFilter extends OncePerRequestFilter implements OrderedFilter {

    /** Right after Spring Security, which knows then who calls. */
    private static final int AFTER_SECURITY = REQUEST_WRAPPER_FILTER_MAX_ORDER - 99;

    private final RateLimits limits;
    private final ProblemWriter problems;

    RateLimitFilter(RateLimits limits, ProblemWriter problems) {
        this.limits = limits;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication token) {
            var counted = limits.take(token.caller(), Purpose.of(request.getServletPath()));
            if (counted.isPresent()) {
                var verdict = counted.get();
                response.setHeader("RateLimit-Policy", verdict.policy().header());
                response.setHeader("RateLimit", verdict.header());
                if (!verdict.admitted()) {
                    problems.write(verdict.problem(), request, response);
                    return;
                }
            }
        }
        chain.doFilter(request, response);
    }

    @Override
    public int getOrder() {
        return AFTER_SECURITY;
    }
}
