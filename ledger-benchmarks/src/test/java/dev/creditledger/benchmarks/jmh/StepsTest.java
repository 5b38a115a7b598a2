package dev.creditledger.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class StepsTest {

    @Test
    void every_step_runs(@TempDir Path directory) throws RunnerException {
        var results = directory.resolve("results.json");

        new Runner(new OptionsBuilder()
                        .include(Steps.BENCHMARKS)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(50))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .resultFormat(ResultFormatType.JSON)
                        .result(results.toString())
                        .build())
                .run();

        assertThat(Steps.nanos(results))
                .containsKeys(
                        "decideLots1", "decideLots10", "evolveLots1", "known", "encodeEvent", "seal", "fingerprint")
                .allSatisfy((_, nanos) -> assertThat(nanos).isPositive());
    }
}
