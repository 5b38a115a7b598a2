package dev.creditledger.api.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.projections.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
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
        assertThat(written(new Export<>(COLUMNS, last("a,b", "say \"hi\"", "two\nlines", "=1,2"), _ -> last())))
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

        assertThat(written(new Export<>(
                        COLUMNS, first, cursor -> cursor.equals(Optional.of("second")) ? second : last("b"))))
                .isEqualTo("text,length\r\na,1\r\nb,1\r\n");
    }

    @Test
    void only_so_many_run_at_once() {
        var four = nested(nested(nested(nested(new Export<>(COLUMNS, last(), _ -> last())))));

        assertThatThrownBy(() -> written(four))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem()).isEqualTo(Problem.OVERLOADED));
        assertThat(written(new Export<>(COLUMNS, last("a"), _ -> last()))).contains("a,1");
    }

    /** An export while which another one runs. */
    private Export<String> nested(Export<String> other) {
        return new Export<>(List.of(Column.of("other", _ -> written(other))), last("row"), _ -> last());
    }
}
