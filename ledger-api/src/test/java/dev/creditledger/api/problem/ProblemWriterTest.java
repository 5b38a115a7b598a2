package dev.creditledger.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class ProblemWriterTest {

    @Test
    void a_problem_says_nothing_of_the_answer_that_there_would_have_been() throws IOException {
        var response = new MockHttpServletResponse();
        response.setHeader("Content-Disposition", "attachment; filename=\"usage.csv\"");
        response.setHeader("Ledger-Position", "7");
        response.setHeader("Vary", "Accept");

        new ProblemWriter(JsonMapper.shared(), new SimpleMeterRegistry())
                .write(Problem.OVERLOADED.here().retryAfter(1), new MockHttpServletRequest(), response);

        assertThat(response.getHeaderNames())
                .contains("Vary", "Retry-After")
                .doesNotContain("Content-Disposition", "Ledger-Position");
    }
}
