package dev.creditledger.api.finance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BooksRoomTest {

    private final BooksRoom room = new BooksRoom();

    @Test
    void few_look_at_once() {
        var three = (Supplier<String>) () -> room.look(() -> room.look(() -> room.look(() -> "seen")));

        assertThat(room.look(three)).isEqualTo("seen");
        assertOverloaded(() -> room.look(() -> room.look(three)));
        assertThat(room.look(three)).isEqualTo("seen");
    }

    @Test
    void one_checks_while_others_look() {
        assertThat(room.check(() -> room.look(() -> "seen"))).isEqualTo("seen");
        assertOverloaded(() -> room.check(() -> room.check(() -> "seen")));
        assertThat(room.check(() -> "seen")).isEqualTo("seen");
    }

    private static void assertOverloaded(Supplier<String> reading) {
        assertThatThrownBy(reading::get).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.problem()).isEqualTo(Problem.OVERLOADED);
            assertThat(problem.headers()).containsKey("Retry-After");
        });
    }
}
