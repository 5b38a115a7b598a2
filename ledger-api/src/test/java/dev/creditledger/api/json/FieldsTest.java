package dev.creditledger.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.DeductionType;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "12.5, 12.5", "0.000001, 0.000001", "999999999.999999, 999999999.999999", "10.500000, 10.5"})
    void an_amount_is_read_exactly(String sent, String read) {
        var fields = fields("{\"amount\":" + sent + "}");
        var amount = fields.amount("amount");
        fields.finish();

        assertThat(amount).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0                  | must be above 0
                    -0                 | must be above 0
                    -1                 | must be above 0
                    -0.5               | must be above 0
                    0.0000001          | must have at most 6 decimals
                    1.0000000          | must have at most 6 decimals
                    1e3                | must be written without an exponent
                    1.5E1              | must be written without an exponent
                    1000000000         | must be at most 999999999.999999
                    999999999.9999995  | must have at most 6 decimals
                    "5"                | must be a JSON number, such as 12.5
                    true               | must be a JSON number, such as 12.5
                    [5]                | must be a JSON number, such as 12.5
                    {}                 | must be a JSON number, such as 12.5
                    null               | is required
                    """)
    void what_is_no_amount_is_told(String sent, String complaint) {
        assertComplaint("{\"amount\":" + sent + "}", fields -> fields.amount("amount"), "amount", complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1001", "1.0", "1.5", "1e2", "\"7\"", "99999999999999999999", "true"})
    void what_is_no_whole_number_within_bounds_is_told(String sent) {
        assertComplaint(
                "{\"priority\":" + sent + "}",
                fields -> fields.optionalWhole("priority", 0, 1000),
                "priority",
                "must be a whole number from 0 to 1000");
    }

    @Test
    void a_time_is_read_to_the_microsecond() {
        var fields = fields("{\"at\":\"2026-01-31T12:00:00.123456789+02:00\"}");
        var time = fields.optionalTime("at");
        fields.finish();

        assertThat(time).hasValue(Instant.parse("2026-01-31T10:00:00.123456Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tomorrow\"",
                "\"2026-01-31\"",
                "\"2026-01-31T12:00:00\"",
                "\"2026-02-30T12:00:00Z\"",
                "\"+12026-01-31T12:00:00Z\"",
                "1769860800",
            })
    void what_is_no_time_is_told(String sent) {
        assertComplaint("{\"at\":" + sent + "}", fields -> fields.optionalTime("at"), "at", "must be a");
    }

    @Test
    void a_choice_is_one_of_its_spellings() {
        var fields = fields("{\"type\":\"fine_tuning\"}");
        var type = fields.choice("type", DeductionType.class);
        fields.finish();

        assertThat(type).isEqualTo(DeductionType.FINE_TUNING);
        assertComplaint(
                "{\"type\":\"FINE_TUNING\"}",
                wrong -> wrong.choice("type", DeductionType.class),
                "type",
                "must be one of inference, embedding, fine_tuning, custom");
    }

    @Test
    void metadata_is_bounded_in_keys_and_values() {
        var many = new StringBuilder("{\"metadata\":{\"k0\":\"v\"");
        for (var i = 1; i <= 20; i++) {
            many.append(",\"k").append(i).append("\":\"v\"");
        }
        assertComplaint(many + "}}", Fields::metadata, "metadata", "must have at most 20 keys");
        assertComplaint("{\"metadata\":{\"k\":1}}", Fields::metadata, "metadata.k", "must be a string of at most 256");
        assertComplaint(
                "{\"metadata\":{\"k\":\"" + "v".repeat(257) + "\"}}",
                Fields::metadata,
                "metadata.k",
                "must be a string");
        assertComplaint("{\"metadata\":{\"\":\"v\"}}", Fields::metadata, "metadata.", "must have a key of 1 to 64");
        assertComplaint(
                "{\"metadata\":{\"" + "k".repeat(65) + "\":\"v\"}}", Fields::metadata, "metadata.k", "must have a key");
        assertComplaint("{\"metadata\":[]}", Fields::metadata, "metadata", "must be an object of strings");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        var fields = fields("{\"amount\":-1,\"type\":7,\"color\":\"red\"}");
        fields.amount("amount");
        fields.choice("type", DeductionType.class);
        fields.text("reason", 10);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(fields::finish)
                .satisfies(problem -> assertThat(problem.body("id").get("errors"))
                        .asString()
                        .contains("field=amount,", "field=type,", "field=reason,", "field=color,"));
    }

    @Test
    void fields_that_contradict_each_other_are_told_when_each_is_right_by_itself() {
        var fields = fields("{\"a\":1}");
        fields.whole("a", 0, 9);
        fields.contradiction("a", "must not be odd");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(fields::finish)
                .satisfies(problem -> assertThat(problem.problem()).isEqualTo(Problem.CONTRADICTORY_FIELDS));
    }

    @Test
    void what_is_no_object_is_told() {
        assertComplaint("[]", fields -> {}, "body", "must be a JSON object");
    }

    @Test
    void the_largest_amount_fits() {
        assertThat(fields("{\"a\":999999999.999999}").amount("a")).isEqualTo(Credits.MAX);
    }

    private static void assertComplaint(String body, Consumer<Fields> reading, String field, String complaint) {
        var fields = fields(body);
        reading.accept(fields);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(fields::finish)
                .satisfies(problem -> {
                    assertThat(problem.problem()).isEqualTo(Problem.INVALID_REQUEST);
                    assertThat(problem.body("id").get("errors")).asString().contains(field, complaint);
                });
    }

    private static Fields fields(String body) {
        return new Fields(StrictJson.read(body.getBytes(UTF_8)));
    }
}
