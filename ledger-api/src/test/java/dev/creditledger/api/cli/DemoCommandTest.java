package dev.creditledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.LedgerApplication;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {

    @ParameterizedTest
    @CsvSource({
        "--live --trace=hour.csv,   --live runs sessions: it takes no --trace",
        "--live --receipts=all.csv, --live runs sessions: it takes no --trace",
        "--sessions=30,             --sessions goes with --live.",
        "--live --sessions=19,      --sessions must be between 20 and 1500.",
        "--live --sessions=1501,    --sessions must be between 20 and 1500.",
    })
    void what_does_not_go_together_is_said_before_anything_is_started(String options, String message) {
        var errors = new StringWriter();
        var line = LedgerCommand.line(LedgerApplication.class).setErr(new PrintWriter(errors, true));

        assertThat(line.execute(("demo " + options).split(" "))).isEqualTo(LedgerCommand.CANNOT_RUN);
        assertThat(errors.toString()).contains(message);
    }
}
