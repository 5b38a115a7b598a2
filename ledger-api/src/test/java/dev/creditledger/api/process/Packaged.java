package dev.creditledger.api.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * What was packaged, unpacked and with the classes of a first start kept, as {@code ./ledger} does with what it builds.
 * Dozens of starts take two thirds of their time.
 */
final class Packaged {

    private static final @Nullable String PACKED = System.getProperty("ledger.jar");

    /** A process that lives for seconds spends more on optimising its code than it gets back. */
    private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1";

    private Packaged() {}

    /** Of something in the build's directory that no other JVM with tests shall use: the first number that is free. */
    static String ownName(String name) {
        return name + '-' + Claim.OWN.number();
    }

    /** @param lock held until the JVM ends */
    private record Claim(int number, FileLock lock) {

        static final Claim OWN = first();

        private static Claim first() {
            try {
                for (var number = 1; ; number++) {
                    var lock = FileChannel.open(Path.of("target", "claim-" + number), CREATE, WRITE)
                            .tryLock();
                    if (lock != null) {
                        return new Claim(number, lock);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether there is any: not when a test runs without Maven. */
    static boolean exists() {
        return PACKED != null;
    }

    /** For {@code ./ledger}. */
    static Map<String, String> environment() {
        return Unpacked.ENVIRONMENT;
    }

    /** The data directory of the first start, as it was left; nobody uses it but to copy it. */
    static Optional<Path> firstData() {
        return exists() ? Optional.of(Unpacked.DATA) : Optional.empty();
    }

    private static final class Unpacked {
        static final Path DIRECTORY =
                Path.of(String.valueOf(PACKED)).toAbsolutePath().resolveSibling(ownName("unpacked"));
        static final Path DATA = DIRECTORY.resolve("data");
        static final Map<String, String> ENVIRONMENT = make();

        private static Map<String, String> make() {
            end(LedgerProcess.run(
                    List.of(
                            LedgerProcess.java(),
                            SHORT_LIFE,
                            "-Djarmode=tools",
                            "-jar",
                            String.valueOf(PACKED),
                            "extract",
                            "--force",
                            "--destination",
                            DIRECTORY.toString()),
                    Map.of()));
            var jar = DIRECTORY.resolve(Path.of(String.valueOf(PACKED)).getFileName());
            var environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "LEDGER_JAR", jar.toString());
            var classes = DIRECTORY.resolve("ledger.jsa").toString();
            // Flags are split at spaces.
            var keeps = !classes.contains(" ");
            startFirst(keeps ? with(environment, SHORT_LIFE + " -XX:ArchiveClassesAtExit=" + classes) : environment);
            return keeps ? with(environment, SHORT_LIFE + " -XX:SharedArchiveFile=" + classes) : environment;
        }

        private static void startFirst(Map<String, String> environment) {
            try {
                FileSystemUtils.deleteRecursively(DATA);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            end(LedgerProcess.run(
                    List.of(LedgerProcess.script(), "serve", "--until-ready", "--port=0", "--data=" + DATA),
                    environment));
        }

        private static Map<String, String> with(Map<String, String> environment, String flags) {
            var more = new HashMap<>(environment);
            more.put("LEDGER_JAVA_OPTS", flags);
            return Map.copyOf(more);
        }

        private static void end(LedgerProcess process) {
            try (process) {
                if (process.awaitExit() != 0) {
                    throw new AssertionError(process.everything());
                }
            }
        }
    }
}
