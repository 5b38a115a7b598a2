package dev.creditledger.api.problem;

import dev.creditledger.domain.dispatch.PricesUnknownException;
import dev.creditledger.projections.usage.UnevenDays;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns whatever a call throws into a problem. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter problems;

    ProblemAdvice(ProblemWriter problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    void handle(Exception exception, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            // The container breaks the connection off: nobody takes the part for the whole.
            throw exception;
        }
        problems.write(problem(exception), request, response);
    }

    private static ProblemException problem(Exception exception) {
        return switch (exception) {
            case ProblemException problem -> problem;
            case PricesUnknownException unknown -> ProblemException.unavailable(unknown.reason());
            case UnevenDays _ ->
                ProblemException.invalid(
                        "zone", "must have days that begin on a quarter of an hour of UTC, by which usage is summed");
            case HttpRequestMethodNotSupportedException wrong -> methodNotAllowed(wrong);
            case HttpMediaTypeNotAcceptableException _ -> Problem.NOT_ACCEPTABLE.here();
            case HttpMediaTypeNotSupportedException _ -> Problem.UNSUPPORTED_MEDIA_TYPE.here();
            case ErrorResponse refused
            when refused.getStatusCode().is4xxClientError() ->
                ErrorPage.of(refused.getStatusCode().value()).here();
            case Exception bug -> {
                LOG.error("A request failed for a reason that has no name", bug);
                yield Problem.INTERNAL_ERROR.here();
            }
        };
    }

    private static ProblemException methodNotAllowed(HttpRequestMethodNotSupportedException wrong) {
        var problem = Problem.METHOD_NOT_ALLOWED.here();
        var allowed = wrong.getSupportedMethods();
        return allowed == null ? problem : problem.header("Allow", String.join(", ", allowed));
    }
}
