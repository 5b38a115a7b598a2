package dev.creditledger.api.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.api.config.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {

    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";
    private static final String GOOD = "2023-11-16 18:15:46.6805900,374,44";

    @TempDir
    Path directory;

    @Test
    void the_shipped_hour_has_all_its_requests() {
        var requests = TraceReader.shipped().requests();

        assertThat(requests).hasSize(19_366);
        assertThat(requests.getFirst()).isEqualTo(new Trace.Request("2023-11-16 18:15:46.6805900", 374, 44));
        assertThat(requests.getLast()).isEqualTo(new Trace.Request("2023-11-16 19:14:08.4025270", 197, 183));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s\n", "%s\r\n%s\r\n", "%s\n%s", "%s\r\n%s", "\uFEFF%s\n%s\n", "%s\n\n%s\n\n"})
    void line_ends_a_byte_order_mark_and_empty_lines_make_no_difference(String form) {
        var trace = read(form.formatted(HEADER, GOOD));

        assertThat(trace).isEqualTo(new Trace(List.of(new Trace.Request("2023-11-16 18:15:46.6805900", 374, 44))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-11-16 18:15:46", "2023-11-16T18:15:46.1Z", "2023-11-16 18:15:46.123456789"})
    void a_time_may_have_any_number_of_decimals(String time) {
        assertThat(read(HEADER + "\n" + time + ",1,2").requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2023-11-16 18:15:46|                       it should have 3 fields and has 1
                    2023-11-16 18:15:46,1,2,3|                 it should have 3 fields and has 4
                    yesterday,1,2|                             TIMESTAMP is "yesterday"
                    2023-02-30 18:15:46,1,2|                   TIMESTAMP is "2023-02-30 18:15:46"
                    2023-11-16 18:15:46,many,2|                ContextTokens is "many"
                    2023-11-16 18:15:46,-1,2|                  ContextTokens is "-1"
                    2023-11-16 18:15:46,1.5,2|                 ContextTokens is "1.5"
                    2023-11-16 18:15:46,1,1000000001|          GeneratedTokens is "1000000001"
                    2023-11-16 18:15:46,1,99999999999999999999|GeneratedTokens is "99999999999999999999"
                    2023-11-16 18:15:46,1,|                    GeneratedTokens is ""
                    """)
    void a_wrong_line_is_named_by_its_number_with_what_is_wrong(String line, String fault) {
        assertThatThrownBy(() -> read(HEADER + "\r\n" + GOOD + "\r\n\r\n" + line + "\r\n" + GOOD))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("nothing was charged")
                .hasMessageContaining("line 4: " + fault.strip());
    }

    @Test
    void of_many_wrong_lines_the_first_five_are_shown_and_the_rest_counted() {
        assertThatThrownBy(() -> read(HEADER + "\n" + "x,1,2\n".repeat(9)))
                .hasMessageContaining("line 6: ")
                .hasMessageNotContaining("line 7: ")
                .hasMessageContaining("and 4 more lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,c", "TIMESTAMP,ContextTokens", "2023-11-16 18:15:46,1,2"})
    void other_columns_are_refused_with_the_right_ones(String header) {
        assertThatThrownBy(() -> read(header + "\n" + GOOD))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining(HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", HEADER, HEADER + "\n"})
    void a_trace_without_a_request_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(CannotStart.class).hasMessageContaining("holds no request");
    }

    @Test
    void what_is_not_text_is_refused() throws IOException {
        var file = directory.resolve("picture.csv");
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xFF, '"', '\n', 0});

        assertThatThrownBy(() -> TraceReader.of(file)).isInstanceOf(CannotStart.class);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> TraceReader.of(directory.resolve("nowhere.csv")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("nowhere.csv");
    }

    private Trace read(String text) {
        try {
            var file = directory.resolve("trace.csv");
            Files.writeString(file, text, StandardCharsets.UTF_8);
            return TraceReader.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
