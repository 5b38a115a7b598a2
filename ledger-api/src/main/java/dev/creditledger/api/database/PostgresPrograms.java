package dev.creditledger.api.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.creditledger.api.config.CannotStart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked from the class path into the data directory and run from there. */
final class PostgresPrograms {

    private static final String ARCHIVE_MARK = ".unpacked-from";

    private final Path directory;

    private PostgresPrograms(Path directory) {
        this.directory = directory;
    }

    /** Unpacks the programs unless exactly these are there: about a second and a half, once per data directory. */
    static PostgresPrograms in(Path directory) {
        try {
            var archive = archive();
            var identity = identity(archive);
            var mark = directory.resolve(ARCHIVE_MARK);
            if (!Files.exists(mark) || !Files.readString(mark).equals(identity)) {
                var unfinished = directory.resolveSibling(directory.getFileName() + ".new");
                delete(unfinished);
                unpack(archive, unfinished);
                Files.writeString(unfinished.resolve(ARCHIVE_MARK), identity);
                delete(directory);
                Files.move(unfinished, directory, ATOMIC_MOVE);
            }
            return new PostgresPrograms(directory);
        } catch (IOException e) {
            throw new CannotStart(
                    "PostgreSQL's programs cannot be unpacked to " + directory + ": " + e.getMessage(), e);
        }
    }

    /** What a program printed, standard error included, and its exit code. */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    Result run(String program, List<String> arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, and the files stay ours.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL's " + program + " cannot be run: " + e.getMessage() + rootAdvice(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted while PostgreSQL's " + program + " was running.", e);
        }
    }

    /** What to do when PostgreSQL does not run because of who we are; empty when that is not the reason. */
    static String rootAdvice() {
        return isRoot()
                ? "\nThe embedded database runs as root only where unshare(1) may make a user namespace. Run the ledger as"
                        + " another user, or name your own database in LEDGER_DATABASE_URL."
                : "";
    }

    private static boolean isRoot() {
        try {
            return Files.exists(Path.of("/proc/self"))
                    && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String archive() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var systemName = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : "linux";
        var machineName = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
        var name = "/postgres-" + systemName + "-" + machineName + ".txz";
        if (PostgresPrograms.class.getResource(name) == null) {
            throw new CannotStart(
                    "No PostgreSQL for " + system + " on " + machine + " comes with this build. Build it on"
                            + " this machine, or name your own database in LEDGER_DATABASE_URL.");
        }
        return name;
    }

    private static InputStream open(String archive) throws IOException {
        var stream = PostgresPrograms.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new IOException("no resource " + archive);
        }
        return stream;
    }

    /** Tells this archive from another by what its jar says of it, without reading 15 MB at every start. */
    private static String identity(String archive) throws IOException {
        var connection = PostgresPrograms.class.getResource(archive).openConnection();
        if (connection instanceof JarURLConnection jar) {
            var entry = jar.getJarEntry();
            return "%s %d %08x".formatted(archive, entry.getSize(), entry.getCrc());
        }
        return "%s %d %d".formatted(archive, connection.getContentLengthLong(), connection.getLastModified());
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        var path = entry.resolveIn(target);
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if (path.startsWith(target.resolve("bin")) && !path.toFile().setExecutable(true)) {
                throw new IOException(path + " cannot be made executable");
            }
        }
    }

    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
