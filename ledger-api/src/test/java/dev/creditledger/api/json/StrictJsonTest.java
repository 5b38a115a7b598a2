package dev.creditledger.api.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void every_kind_of_value_is_read_and_numbers_keep_their_spelling() {
        assertThat(read("{\"a\":[1.50,-2e3,true,false,null,\"x\\u00e9\"]}"))
                .isEqualTo(new Json.Members(Map.of(
                        "a",
                        new Json.Items(List.of(
                                new Json.Numeral("1.50"),
                                new Json.Numeral("-2e3"),
                                Json.Literal.TRUE,
                                Json.Literal.FALSE,
                                Json.Literal.NULL,
                                new Json.Text("xé"))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1} {}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "[1,]",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"line\nbreak\"}",
                "{/* no */\"a\":1}",
                "nul",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"\\ud800\":1}",
                "[[[[[[[[[1]]]]]]]]]",
                "{\"a\":11111111111111111111111111111111111111111111111111111111111111111}",
            })
    void what_is_not_strict_json_is_an_invalid_request(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(text))
                .satisfies(problem -> assertThat(problem.problem()).isEqualTo(Problem.INVALID_REQUEST));
    }

    @Test
    void every_name_that_is_there_twice_is_told_with_its_place() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"a\":1,\"a\":2,\"b\":[{},{\"c\":1,\"c\":1}]}"))
                .satisfies(problem ->
                        assertThat(problem.body("id").get("errors")).asString().contains("field=a,", "field=b[1].c,"));
    }

    @Test
    void what_is_not_utf8_is_refused() {
        for (var bytes : List.of("{\"a\":\"é\"}".getBytes(ISO_8859_1), "{\"a\":1}".getBytes(UTF_16))) {
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> StrictJson.read(bytes));
        }
    }

    @Test
    void a_complaint_does_not_repeat_what_was_sent() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"a\":\"secret\" secret}"))
                .satisfies(problem -> assertThat(problem.body("id").toString()).doesNotContain("secret"));
    }

    private static Json read(String text) {
        return StrictJson.read(text.getBytes(UTF_8));
    }
}
