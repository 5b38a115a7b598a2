package dev.creditledger.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.pricing.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomesTest {

    private static final NearNames NEAR = new NearNames(() -> PriceBook.UNOPENED, Instant.EPOCH);

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new Outcome.KeyReused(), Problem.IDEMPOTENCY_KEY_REUSED, Map.of()),
                Arguments.of(new Outcome.KeyInUse(), Problem.IDEMPOTENCY_KEY_IN_USE, Map.of("Retry-After", "1")),
                Arguments.of(
                        new Outcome.Overloaded(Duration.ofMillis(1_200)),
                        Problem.OVERLOADED,
                        Map.of("Retry-After", "2")),
                Arguments.of(new Outcome.Unknown(), Problem.OUTCOME_UNKNOWN, Map.of("Retry-After", "1")),
                Arguments.of(
                        new Outcome.Unavailable("the disk is full"), Problem.UNAVAILABLE, Map.of("Retry-After", "1")));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void trouble_is_a_problem_of_its_own(Outcome outcome, Problem problem, Map<String, String> headers) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Outcomes.answered(outcome, NEAR))
                .satisfies(thrown -> {
                    assertThat(thrown.problem()).isEqualTo(problem);
                    assertThat(thrown.headers()).isEqualTo(headers);
                });
    }

    @Test
    void a_reason_of_the_write_side_is_told() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Outcomes.answered(new Outcome.Unavailable("the disk is full"), NEAR))
                .satisfies(thrown -> assertThat(thrown.body("id")).containsEntry("reason", "the disk is full"));
    }

    @Test
    void a_change_never_answers_nothing() {
        assertThatIllegalStateException().isThrownBy(() -> Outcomes.answered(new Outcome.NothingToDo(), NEAR));
    }
}
