package dev.creditledger.api.http;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.json.StrictJson;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.problem.ProblemException.FieldError;
import dev.creditledger.api.problem.RequestIds;
import dev.creditledger.api.security.Access;
import dev.creditledger.api.security.Caller;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.IdempotencyKey;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** One request: who makes it, and what it brings, each read only when it is its turn to be checked. */
public final class Call {

    public static final String KEY_HEADER = "Idempotency-Key";

    private static final String CORRELATION_HEADER = "Correlation-Id";
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    private final HttpServletRequest request;
    private final Caller caller;
    private final Origin origin;

    Call(HttpServletRequest request, Caller caller, Origin origin) {
        this.request = request;
        this.caller = caller;
        this.origin = origin;
    }

    /** @throws ProblemException {@code forbidden} */
    public Access as(Set<Role> allowed) {
        return caller.as(allowed);
    }

    public Caller caller() {
        return caller;
    }

    public Cause cause(Access access) {
        var subject = access.caller().subject();
        var requestId = RequestIds.of(request);
        return new Cause(
                new Actor(subject, access.role()),
                requestId,
                RequestIds.sane(request.getHeader(CORRELATION_HEADER)).orElse(requestId),
                origin.of(request).about(subject));
    }

    /** @throws ProblemException {@code idempotency_key_required}, or {@code invalid_request} */
    public IdempotencyKey key() {
        var keys = Collections.list(request.getHeaders(KEY_HEADER));
        if (keys.isEmpty() || keys.getFirst().isEmpty()) {
            throw Problem.IDEMPOTENCY_KEY_REQUIRED.here();
        }
        if (keys.size() > 1) {
            throw ProblemException.invalid(KEY_HEADER, "is there more than once");
        }
        return key(KEY_HEADER, keys.getFirst());
    }

    /** Of a call that has the same effect each time: it may do without one. */
    public Optional<IdempotencyKey> optionalKey() {
        return request.getHeader(KEY_HEADER) == null ? Optional.empty() : Optional.of(key());
    }

    public static IdempotencyKey key(String field, String value) {
        try {
            return new IdempotencyKey(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, "must have 1 to 255 printable ASCII characters");
        }
    }

    /** @throws ProblemException if it is too large, of another type, or not strict JSON */
    public Json body() {
        return StrictJson.read(Body.of(request));
    }

    /** The body of a call that needs nothing said: none at all is an empty object. */
    public Json bodyOrNothing() {
        var body = Body.of(request);
        return body.length == 0 ? Json.Members.NONE : StrictJson.read(body);
    }

    /** The query's parameters as fields; {@code limit} is the one that is a number. */
    public Fields query() {
        return query(request);
    }

    /** As {@link #query()}, of a request that needs no caller. */
    public static Fields query(HttpServletRequest request) {
        Map<String, Json> parameters = new LinkedHashMap<>();
        List<FieldError> repeated = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 1) {
                repeated.add(new FieldError(name, "is there more than once"));
            }
            var number = name.equals("limit") && DIGITS.matcher(values[0]).matches();
            parameters.put(name, number ? new Json.Numeral(values[0]) : new Json.Text(values[0]));
        });
        if (!repeated.isEmpty()) {
            throw ProblemException.invalid(repeated);
        }
        return new Fields(new Json.Members(parameters));
    }

    /** Whether the caller would rather have the answer in this form than as JSON. */
    public boolean prefers(MediaType form) {
        var accepted = new ArrayList<>(MediaType.parseMediaTypes(Collections.list(request.getHeaders("Accept"))));
        MimeTypeUtils.sortBySpecificity(accepted);
        for (var type : accepted) {
            if (type.includes(MediaType.APPLICATION_JSON)) {
                return false;
            }
            if (type.includes(form)) {
                return true;
            }
        }
        return false;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }
}
