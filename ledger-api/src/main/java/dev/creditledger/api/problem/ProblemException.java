package dev.creditledger.api.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that is a problem. It has no stack trace: it is an outcome, not a bug. */
public final class ProblemException extends RuntimeException {

    /** One thing that is wrong, and where: a field's path such as {@code items[3].amount}, or a header. */
    public record FieldError(String field, String detail) {}

    private final Problem problem;
    private final String detail;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private transient List<FieldError> errors = List.of();

    ProblemException(Problem problem, String detail) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.detail = detail;
    }

    public static ProblemException invalid(String field, String detail) {
        return invalid(List.of(new FieldError(field, detail)));
    }

    public static ProblemException invalid(List<FieldError> errors) {
        return Problem.INVALID_REQUEST.here().with(errors);
    }

    /** Nothing was done: the write side cannot do it now. */
    public static ProblemException unavailable(String reason) {
        return Problem.UNAVAILABLE.here().with("reason", reason).retryAfter(1);
    }

    /** Adds a number or name that matters to whoever handles the problem. */
    public ProblemException with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Names each thing that is wrong. */
    public ProblemException with(List<FieldError> wrong) {
        errors = List.copyOf(wrong);
        return with("errors", errors);
    }

    public ProblemException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ProblemException retryAfter(long seconds) {
        return header("Retry-After", Long.toString(seconds)).with("retryAfterSeconds", seconds);
    }

    public Problem problem() {
        return problem;
    }

    /** What is wrong with the fields of a request; none, if the problem is another one. */
    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** The members of the problem object, in the order in which they are written. */
    public Map<String, Object> body(String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", problem.type());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", detail);
        body.put("code", problem.code());
        body.put("requestId", requestId);
        body.putAll(members);
        return body;
    }
}
