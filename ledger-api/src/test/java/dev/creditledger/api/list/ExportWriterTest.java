package dev.creditledger.api.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Caller;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.projections.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;

class ExportWriterTest {

    private static final List<Column<String>> COLUMNS =
            List.of(Column.of("text", text -> text), Column.of("length", String::length));

    private final ExportWriter writer = new ExportWriter();

    private record Output(OutputStream getBody, HttpHeaders getHeaders) implements HttpOutputMessage {
        @Override
        public OutputStream getBody() {
            return getBody;
        }

        @Override
        public HttpHeaders getHeaders() {
            return getHeaders;
        }
    }

    private String written(Export<?> export) {
        var bytes = new ByteArrayOutputStream();
        try {
            writer.write(export, Lists.CSV, new Output(bytes, new HttpHeaders()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(UTF_8);
    }

    private static Page<String> last(String... rows) {
        return new Page<>(List.of(rows), false, Optional.empty(), 1);
    }

    @Test
    void lines_and_quotes_are_those_of_rfc_4180() {
        assertThat(written(export(last("a,b", "say \"hi\"", "two\nlines", "=1,2"), _ -> last())))
                .isEqualTo("text,length\r\n"
                        + "\"a,b\",3\r\n"
                        + "\"say \"\"hi\"\"\",8\r\n"
                        + "\"two\nlines\",9\r\n"
                        + "\"'=1,2\",4\r\n");
    }

    @Test
    void it_goes_on_to_the_last_page_even_over_empty_ones() {
        var first = new Page<>(List.of("a"), true, Optional.of("second"), 1);
        var second = new Page<String>(List.of(), true, Optional.of("third"), 1);

        assertThat(written(export(first, cursor -> cursor.equals(Optional.of("second")) ? second : last("b"))))
                .isEqualTo("text,length\r\na,1\r\nb,1\r\n");
    }

    @Test
    void a_page_that_is_older_than_the_first_breaks_it_off() {
        var first = new Page<>(List.of("a"), true, Optional.of("second"), 2);
        var rebuilt = new Page<String>(List.of(), false, Optional.empty(), 1);

        assertThatThrownBy(() -> written(export(first, _ -> rebuilt)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem()).isEqualTo(Problem.PROJECTION_BEHIND));
    }

    @Test
    void only_so_many_run_at_once() {
        assertOverloaded(during(
                service("a"), during(admin("b"), during(admin("c"), during(admin("d"), by(admin("e")))))));
        assertThat(written(by(admin("e")))).contains("a,1");
    }

    @Test
    void a_place_is_left_to_those_who_see_all_accounts() {
        var three = (UnaryOperator<Export<String>>) other ->
                during(service("a"), during(service("b"), during(user("c"), other)));

        assertOverloaded(three.apply(by(user("d"))));
        assertThat(written(three.apply(by(admin("e"))))).contains("row");
    }

    @Test
    void nobody_exports_twice_at_once() {
        assertOverloaded(during(service("a"), by(service("a"))));
        assertThat(written(during(service("a"), by(service("b"))))).contains("row");
    }

    private void assertOverloaded(Export<String> export) {
        assertThatThrownBy(() -> written(export))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem()).isEqualTo(Problem.OVERLOADED));
    }

    private static Caller user(String subject) {
        return caller(subject, Role.USER);
    }

    private static Caller service(String subject) {
        return caller(subject, Role.SERVICE);
    }

    private static Caller admin(String subject) {
        return caller(subject, Role.ADMIN);
    }

    private static Caller caller(String subject, Role role) {
        return new Caller(new SubjectId(subject), Set.of(role), Optional.empty(), Optional.empty());
    }

    private static Export<String> export(Page<String> first, Function<Optional<String>, Page<String>> next) {
        return new Export<>(admin("admin"), COLUMNS, first, next);
    }

    private static Export<String> by(Caller caller) {
        return new Export<>(caller, COLUMNS, last("a"), _ -> last());
    }

    /** An export, and while it runs another one. */
    private Export<String> during(Caller caller, Export<String> other) {
        var columns = List.of(Column.<String>of("other", _ -> written(other)), Column.<String>of("text", text -> text));
        return new Export<>(caller, columns, last("row"), _ -> last());
    }
}
