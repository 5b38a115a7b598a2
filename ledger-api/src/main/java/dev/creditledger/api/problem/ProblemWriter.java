package dev.creditledger.api.problem;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as the answer, in the one form that all of them have. */
@Component
public class ProblemWriter {

    private static final String MEDIA_TYPE = "application/problem+json";

    /** What an answer that failed before its first byte was sent has said of itself. */
    private static final List<String> OF_ANSWERS = List.of("Content-Disposition", "Ledger-Position");

    private final JsonMapper json;
    private final MeterRegistry metrics;

    ProblemWriter(JsonMapper json, MeterRegistry metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    public void write(ProblemException problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        OF_ANSWERS.forEach(header -> response.setHeader(header, null));
        metrics.counter("ledger.http.problems", "code", problem.problem().code())
                .increment();
        var requestId = RequestIds.of(request);
        response.setStatus(problem.problem().status());
        response.setHeader(RequestIds.HEADER, requestId);
        response.setHeader("Cache-Control", "no-store");
        problem.headers().forEach(response::setHeader);
        var body = json.writeValueAsBytes(problem.body(requestId));
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
