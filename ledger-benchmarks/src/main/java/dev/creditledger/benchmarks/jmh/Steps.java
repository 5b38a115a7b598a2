package dev.creditledger.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the benchmarks of this package in JVMs of their own.
 *
 * <p>JMH starts them with this JVM's class path, which a packaged jar with jars inside does not have: it is unpacked first.
 */
public final class Steps {

    static final String BENCHMARKS = "dev\\.creditledger\\.benchmarks\\.jmh\\..*";

    private static final Duration ENDS_WITHIN = Duration.ofMinutes(15);

    private final Path directory;

    /** @param directory for unpacked jars and results */
    public Steps(Path directory) {
        this.directory = directory;
    }

    /** Nanoseconds of each step, by its name such as {@code decideLots10}. */
    public Map<String, Double> run() throws IOException, InterruptedException {
        var results = directory.resolve("jmh.json");
        java(List.of(
                "-cp",
                classPath(),
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                "org.openjdk.jmh.Main",
                BENCHMARKS,
                "-f",
                "1",
                "-wi",
                "3",
                "-w",
                "2s",
                "-i",
                "5",
                "-r",
                "2s",
                "-rf",
                "json",
                "-rff",
                results.toString()));
        return nanos(results);
    }

    private String classPath() throws IOException, InterruptedException {
        var own = System.getProperty("java.class.path");
        if (!own.endsWith(".jar") || own.contains(":")) {
            return own;
        }
        var unpacked = directory.resolve("unpacked");
        java(List.of("-Djarmode=tools", "-jar", own, "extract", "--destination", unpacked.toString()));
        return unpacked.resolve(Path.of(own).getFileName()).toString();
    }

    private void java(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("jmh.log").toFile())
                .start();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("JMH failed:\n" + Files.readString(directory.resolve("jmh.log")));
            }
        } finally {
            process.destroy();
        }
    }

    static Map<String, Double> nanos(Path results) {
        var steps = new LinkedHashMap<String, Double>();
        for (var result : JsonMapper.shared().readTree(results.toFile())) {
            var method = result.path("benchmark").asString();
            var name = new StringBuilder(method.substring(method.lastIndexOf('.') + 1));
            result.path("params")
                    .properties()
                    .forEach(parameter -> name.append(
                                    parameter.getKey().substring(0, 1).toUpperCase(Locale.ROOT))
                            .append(parameter.getKey().substring(1))
                            .append(parameter.getValue().asString()));
            steps.put(
                    name.toString(), result.path("primaryMetric").path("score").asDouble());
        }
        return steps;
    }
}
