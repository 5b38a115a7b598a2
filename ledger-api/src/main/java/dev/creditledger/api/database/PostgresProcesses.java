package dev.creditledger.api.database;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * PostgreSQL's processes on one data directory. A killed ledger leaves its database server running; a killed server
 * leaves its backends for a moment, and a file that names a process which may be anybody's by now.
 */
record PostgresProcesses(Path data) {

    private static final int BACKENDS_WAIT_SECONDS = 10;
    private static final Path PROCESSES = Path.of("/proc");
    private static final int LINES_BEFORE_PORT = 3;

    /** The server, when it runs. */
    Optional<ProcessHandle> server() {
        return named().filter(this::worksHere);
    }

    /** Where the server listens, when it runs. */
    OptionalInt port() {
        if (server().isEmpty()) {
            return OptionalInt.empty();
        }
        try (var lines = Files.lines(file())) {
            var port = lines.skip(LINES_BEFORE_PORT).findFirst().orElse("");
            return OptionalInt.of(Integer.parseInt(port.strip()));
        } catch (IOException | NumberFormatException notYet) {
            return OptionalInt.empty();
        }
    }

    /** Waits until no process of a server that is gone works here any more: they notice it by themselves. */
    void awaitEnd() {
        if (!Files.exists(PROCESSES)) {
            return;
        }
        for (var process : ProcessHandle.allProcesses().filter(this::worksHere).toList()) {
            try {
                process.onExit().get(BACKENDS_WAIT_SECONDS, SECONDS);
            } catch (TimeoutException | ExecutionException stillThere) {
                // Then the server that is about to start finds it, says so, and does not touch the data.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** PostgreSQL does not start while its file names a living process, even one that has nothing to do with it. */
    void removeMisleadingFile() throws IOException {
        if (named().isPresent() && server().isEmpty()) {
            Files.deleteIfExists(file());
        }
    }

    private Optional<ProcessHandle> named() {
        try {
            var firstLine = Files.readString(file()).lines().findFirst().orElse("");
            return ProcessHandle.of(Long.parseLong(firstLine.strip())).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException noServer) {
            return Optional.empty();
        }
    }

    private Path file() {
        return data.resolve("postmaster.pid");
    }

    /** All of PostgreSQL's processes have the data directory as their working directory. */
    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.exists(PROCESSES)
                    ? Files.isSameFile(PROCESSES.resolve(process.pid() + "/cwd"), data)
                    : process.info()
                            .command()
                            .filter(c -> c.endsWith("postgres"))
                            .isPresent();
        } catch (IOException gone) {
            return false;
        }
    }
}
