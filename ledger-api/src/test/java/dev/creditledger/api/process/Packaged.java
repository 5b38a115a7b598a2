package dev.creditledger.api.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was packaged, unpacked and with the classes of a first start kept, as {@code ./ledger} does with what it builds.
 * Dozens of starts take two thirds of their time.
 */
final class Packaged {

    private static final @Nullable String PACKED = System.getProperty("ledger.jar");

    private Packaged() {}

    /** Whether there is any: not when a test runs without Maven. */
    static boolean exists() {
        return PACKED != null;
    }

    /** For {@code ./ledger}. */
    static Map<String, String> environment() {
        return Unpacked.ENVIRONMENT;
    }

    private static final class Unpacked {
        static final Map<String, String> ENVIRONMENT = make();

        private static Map<String, String> make() {
            var directory = Path.of(String.valueOf(PACKED)).resolveSibling("unpacked");
            end(LedgerProcess.run(
                    List.of(
                            LedgerProcess.java(),
                            "-Djarmode=tools",
                            "-jar",
                            String.valueOf(PACKED),
                            "extract",
                            "--force",
                            "--destination",
                            directory.toString()),
                    Map.of()));
            var jar = directory.resolve(Path.of(String.valueOf(PACKED)).getFileName());
            var environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "LEDGER_JAR", jar.toString());
            var classes = directory.resolve("ledger.jsa").toString();
            // Flags are split at spaces.
            return classes.contains(" ") ? environment : keepClasses(classes, directory.resolve("data"), environment);
        }

        private static Map<String, String> keepClasses(String classes, Path data, Map<String, String> environment) {
            end(LedgerProcess.run(
                    List.of(LedgerProcess.script(), "serve", "--until-ready", "--port=0", "--data=" + data),
                    with(environment, "LEDGER_JAVA_OPTS", "-XX:ArchiveClassesAtExit=" + classes)));
            return with(environment, "LEDGER_JAVA_OPTS", "-XX:SharedArchiveFile=" + classes);
        }

        private static Map<String, String> with(Map<String, String> environment, String name, String value) {
            var more = new HashMap<>(environment);
            more.put(name, value);
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
