package dev.creditledger.api.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger as a process of its own, started as a person starts it: with {@code ./ledger}. */
final class LedgerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String READY = "Ledger ready on ";

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private LedgerProcess(Process process) {
        this.process = process;
        readers.add(read(process.getInputStream(), output));
        readers.add(read(process.getErrorStream(), errors));
    }

    static LedgerProcess start(String... arguments) {
        return start(List.of(), Map.of(), arguments);
    }

    /** @param before a program, with its arguments, that runs the ledger */
    static LedgerProcess start(List<String> before, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(before);
        var all = new HashMap<>(Map.of("LEDGER_MANAGEMENT_PORT", "0"));
        if (Packaged.exists()) {
            command.add(script());
            all.putAll(Packaged.environment());
        } else {
            command.addAll(List.of(java(), "-Xmx320m", "-XX:+UseSerialGC", "-cp", classPath()));
            command.add("dev.creditledger.api.LedgerApplication");
        }
        command.addAll(List.of(arguments));
        all.putAll(environment);
        return run(command, all);
    }

    /** @param command a program and its arguments, which starts the ledger in the end */
    static LedgerProcess run(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("LEDGER_"));
        builder.environment().putAll(environment);
        try {
            return new LedgerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String script() {
        return Path.of("..", "ledger").toAbsolutePath().normalize().toString();
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Without the tests: the application would scan them. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("tclasses"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Not by a virtual thread: while it waits for a line it keeps its carrier, and there is one for each core only. */
    private static Thread read(InputStream stream, List<String> lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException closed) {
                // the process has ended
            }
        });
    }

    /** Waits until it answers, and returns where. */
    String awaitReady() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || readyLine() != null);
        var line = readyLine();
        if (line == null) {
            throw new AssertionError("it did not start:\n" + everything());
        }
        return line.substring(READY.length(), line.indexOf(' ', READY.length()));
    }

    private @Nullable String readyLine() {
        return output.stream()
                .filter(line -> line.startsWith(READY))
                .findFirst()
                .orElse(null);
    }

    /** Waits for a line on standard output that contains a text. */
    String awaitOutput(String text) {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || line(text) != null);
        var line = line(text);
        if (line == null) {
            throw new AssertionError("it never said " + text + ":\n" + everything());
        }
        return line;
    }

    private @Nullable String line(String text) {
        return output.stream().filter(line -> line.contains(text)).findFirst().orElse(null);
    }

    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end:\n" + everything());
            }
            for (var reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What it wrote to standard output so far. */
    List<String> output() {
        return List.copyOf(output);
    }

    String errors() {
        return String.join("\n", errors);
    }

    String everything() {
        return String.join("\n", output) + "\n--- standard error\n" + errors();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Once it has ended. */
    int exitValue() {
        return process.exitValue();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** As Ctrl-C or a service manager does. */
    void stop() {
        process.destroy();
        awaitExit();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
