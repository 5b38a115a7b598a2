package dev.creditledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.benchmarks.machine.Machine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class BenchmarksTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void help_names_the_options() {
        var code = command().execute("--help");

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--quick", "--json", "--projections", "--http", "--jmh");
    }

    @Test
    void an_unknown_option_is_wrong_use() {
        assertThat(command().execute("--fast")).isEqualTo(2);
    }

    @Test
    void the_median_of_rounds_counts(@TempDir Path directory) {
        var report = new Report();
        report.median("oursDeductionsPerSecond", List.of(900.0, 5000.0, 1000.0));
        report.ratio("oursToStock", List.of(10.0, 30.0, 80.0), List.of(5.0, 10.0, 20.0), each -> each);
        report.find("all is there", true, "3 of 3");

        var json = JsonMapper.shared().readTree(new Printed(Plan.QUICK, Machine.look(directory), report, 1).json());

        assertThat(json.path("figures").path("oursDeductionsPerSecond").asDouble())
                .isEqualTo(1000);
        assertThat(json.path("figures").path("oursToStockRatio").asDouble()).isEqualTo(3);
        assertThat(json.path("rounds").path("oursToStockRatio")).hasSize(3);
        assertThat(json.path("passed").asBoolean()).isTrue();
        assertThat(json.path("machine").path("cores").asInt()).isPositive();
        assertThat(json.path("machine").path("fsyncMicros").isNumber()).isTrue();
    }

    @Test
    void each_target_stands_beside_what_was_measured(@TempDir Path directory) {
        var report = new Report();
        report.figure("uniform64OursToStockRatio", 6.1);
        report.figure("uniform1024OursToStockRatio", 9.9);
        report.figure("httpUsersErrors", 0);

        var printed = new Printed(Plan.FULL, Machine.look(directory), report, 1);

        assertThat(printed.text().lines())
                .filteredOn(line -> line.startsWith("ours / stock, uniform") || line.startsWith("errors"))
                .satisfiesExactly(
                        sixty -> assertThat(sixty)
                                .contains("at least", "6.00", "6.10")
                                .endsWith("reached"),
                        many -> assertThat(many)
                                .contains("at least", "10.00", "9.90")
                                .endsWith("missed"),
                        errors -> assertThat(errors)
                                .contains("500 users for 600 s", "under")
                                .endsWith("reached"));
        var targets = JsonMapper.shared().readTree(printed.json()).path("targets");
        assertThat(targets.path(0).path("reached").asBoolean()).isTrue();
        assertThat(targets.path(1).path("reached").asBoolean()).isFalse();
        assertThat(targets.path(2).has("reached")).isFalse();
        assertThat(report.passed()).isTrue();
    }

    @Test
    void one_failed_check_fails_the_run() {
        var report = new Report();
        report.find("all is there", true, "3 of 3");
        report.find("nothing else is there", false, "4 of 3");

        assertThat(report.passed()).isFalse();
    }

    @Test
    void a_run_that_is_late_measures_for_a_shorter_time() {
        var late = Plan.QUICK.fitting(Duration.ofSeconds(200), Duration.ofSeconds(155), Duration.ofSeconds(45));
        var inTime = Plan.QUICK.fitting(Duration.ofSeconds(200), Duration.ofSeconds(20), Duration.ofSeconds(45));

        assertThat(late.pace().round()).isEqualTo(Plan.QUICK.pace().round().dividedBy(2));
        assertThat(inTime).isEqualTo(Plan.QUICK);
    }

    private CommandLine command() {
        var printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new CommandLine(new BenchCommand(printed, printed))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(out, true, StandardCharsets.UTF_8));
    }
}
