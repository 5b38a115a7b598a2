package dev.creditledger.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.benchmarks.machine.Resident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** The application as users run it: through the start script, in a process of its own, on a database of its own. */
public final class LedgerServer implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(150);
    private static final Duration PROJECTED_WITHIN = Duration.ofMinutes(10);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final int LOG_LINES_SHOWN = 15;

    private final Path home;
    private final Path data;
    private final Path log;
    private final Map<String, String> environment;
    private final int port;
    private final Process process;

    private LedgerServer(Path home, Path directory, Map<String, String> environment) throws IOException {
        this.home = home;
        this.environment = environment;
        this.data = directory.resolve("data");
        this.log = directory.resolve("server.log");
        this.port = freePort();
        this.process = ledger("serve", "--port", String.valueOf(port), "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /**
     * Not yet ready: see {@link #awaitReady}.
     *
     * @param home where the start script is
     * @param directory for its keys and its log
     * @param environment with settings, such as which database
     */
    public static LedgerServer start(Path home, Path directory, Map<String, String> environment) {
        try {
            Files.createDirectories(directory);
            return new LedgerServer(home, directory, environment);
        } catch (IOException e) {
            throw new UncheckedIOException("the server cannot be started", e);
        }
    }

    private ProcessBuilder ledger(String... arguments) {
        var command = new ArrayList<String>();
        command.add(home.resolve("ledger").toString());
        Collections.addAll(command, arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LEDGER_NO_BUILD", "1");
        // Any: another ledger may run on this machine.
        builder.environment().put("LEDGER_MANAGEMENT_PORT", "0");
        builder.environment().putAll(environment);
        return builder;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns when it answers. */
    public void awaitReady() {
        var end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!answers()) {
            if (ended() || System.nanoTime() > end) {
                throw new IllegalStateException("the server does not start:\n" + String.join("\n", logEnd()));
            }
        }
    }

    private boolean answers() {
        try (var exchange = new Exchange(port)) {
            return exchange.get("/health", "").status() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /** Looks after a moment. */
    private boolean ended() {
        try {
            return process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server starts", e);
        }
    }

    /** Returns when its read side has seen all events up to {@code position}. */
    public void awaitProjected(long position) throws IOException {
        var end = System.nanoTime() + PROJECTED_WITHIN.toNanos();
        for (var projected = projected(); projected < position; projected = projected()) {
            if (ended() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the server has projected %d of %d events".formatted(projected, position));
            }
        }
    }

    private long projected() throws IOException {
        try (var exchange = new Exchange(port)) {
            return JsonMapper.shared()
                    .readTree(exchange.get("/health", "").body())
                    .path("position")
                    .asLong();
        }
    }

    /** Memory of the server's own process; its database's is apart. */
    public Resident resident() throws IOException {
        return Resident.of(process.pid());
    }

    private List<String> logEnd() {
        try {
            var lines = Files.readAllLines(log, UTF_8);
            return lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
        } catch (IOException e) {
            return List.of("(no log: " + e + ")");
        }
    }

    /** Where its keys are. */
    public Path data() {
        return data;
    }

    public int port() {
        return port;
    }

    /** A signed token, from the command line as users get theirs. */
    String token(String role) throws IOException, InterruptedException {
        var running = ledger("token", "--role", role, "--subject", "bench-" + role, "--data", data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var token = new String(running.getInputStream().readAllBytes(), UTF_8).strip();
        if (!running.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS) || running.exitValue() != 0) {
            running.destroyForcibly();
            throw new IOException("no token for role " + role);
        }
        return token;
    }

    /** Stops the server by its process id. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
