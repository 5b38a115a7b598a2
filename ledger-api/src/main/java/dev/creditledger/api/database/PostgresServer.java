package dev.creditledger.api.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.creditledger.api.config.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL server on one data directory, which nobody else may start. */
final class PostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final int START_ATTEMPTS = 3;
    private static final String WAIT_SECONDS_MAX = "120";
    private static final int LOG_LINES_SHOWN = 8;

    private final PostgresPrograms programs;
    private final Path data;
    private final Path log;
    private final PostgresProcesses processes;
    private int port;

    private PostgresServer(PostgresPrograms programs, Path data) {
        this.programs = programs;
        this.data = data;
        this.log = data.resolveSibling("postgres.log");
        this.processes = new PostgresProcesses(data);
    }

    /**
     * Makes the data directory on first use, stops what an earlier run left behind on it, and starts the server.
     *
     * @param passwordFile holds the superuser's password
     */
    static PostgresServer start(PostgresPrograms programs, Path data, Path passwordFile) {
        var server = new PostgresServer(programs, data);
        try {
            if (Files.exists(data.resolve("PG_VERSION"))) {
                server.stopLeftover();
            } else {
                server.initialise(passwordFile);
            }
            server.keepOneOldLog();
            server.startOnFreePort();
            return server;
        } catch (IOException e) {
            throw new CannotStart("The embedded database in " + data + " cannot be started: " + e, e);
        }
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    private void initialise(Path passwordFile) throws IOException {
        // Finished under its own name only: what a killed process leaves half made is never taken for a database.
        var unfinished = data.resolveSibling(data.getFileName() + ".new");
        PostgresPrograms.delete(unfinished);
        var made = programs.run(
                "initdb",
                List.of(
                        "--pgdata=" + unfinished,
                        "--username=" + Superuser.NAME,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--set=scram_iterations=1",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums",
                        "--no-instructions"));
        if (!made.succeeded()) {
            throw new CannotStart("The embedded database in " + data + " cannot be made:\n" + made.output()
                    + PostgresPrograms.rootAdvice());
        }
        Files.move(unfinished, data, ATOMIC_MOVE);
    }

    private void stopLeftover() throws IOException {
        var leftover = processes.server();
        if (leftover.isPresent()) {
            LOG.info(
                    "Stopping the database process {} that an earlier run left behind",
                    leftover.get().pid());
            stop();
        }
        processes.awaitEnd();
        processes.removeMisleadingFile();
    }

    private void keepOneOldLog() throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), REPLACE_EXISTING);
        }
    }

    private void startOnFreePort() throws IOException {
        for (var attempt = 1; ; attempt++) {
            port = freePort();
            var started = start();
            if (started.succeeded()) {
                return;
            }
            if (attempt == START_ATTEMPTS || !logEnd().contains("could not bind")) {
                throw new CannotStart("The embedded database in " + data + " does not start:\n" + started.output()
                        + "\n" + logEnd() + PostgresPrograms.rootAdvice());
            }
        }
    }

    private PostgresPrograms.Result start() throws IOException {
        try (var configuration = PostgresServer.class.getResourceAsStream("postgresql.conf")) {
            if (configuration == null) {
                throw new IOException("no resource postgresql.conf");
            }
            Files.write(data.resolve("postgresql.conf"), configuration.readAllBytes());
        }
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        return programs.run(
                "pg_ctl",
                List.of(
                        "start",
                        "--pgdata=" + data,
                        "--log=" + log,
                        "--wait",
                        "--timeout=" + WAIT_SECONDS_MAX,
                        "--silent",
                        "--options=-p " + port));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** The last lines of the server's log: where it says why it did not start. */
    private String logEnd() {
        try {
            if (!Files.exists(log)) {
                return "";
            }
            var lines = Files.readAllLines(log, UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return processes.server().isPresent();
    }

    /** Starts it again on the same port, after it ended by itself. */
    boolean restart() {
        try {
            processes.awaitEnd();
            processes.removeMisleadingFile();
            return start().succeeded();
        } catch (IOException | CannotStart e) {
            LOG.warn("The embedded database does not start again: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        if (!pgCtlStop("fast") && !pgCtlStop("immediate")) {
            LOG.error("The embedded database in {} does not stop", data);
        }
    }

    private boolean pgCtlStop(String how) {
        return programs.run(
                        "pg_ctl",
                        List.of("stop", "--pgdata=" + data, "--mode=" + how, "--wait", "--timeout=60", "--silent"))
                .succeeded();
    }
}
