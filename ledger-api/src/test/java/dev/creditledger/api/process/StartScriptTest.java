package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ledger} builds, unpacks and runs, in a checkout with a build and a Java that only note what they do. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

    private static final String PACKED = "ledger-api/target/quick/ledger.jar";
    private static final String UNPACKED = "ledger-api/target/quick/unpacked/ledger.jar";
    private static final String SOURCE = "ledger-api/src/main/java/Ledger.java";

    /** Packs the source; fails when it says so; once packed, waits as long as there is a pipe that nobody writes to. */
    private static final String MVNW = """
            #!/bin/sh
            echo built >>steps
            mkdir -p ledger-api/target/quick
            cat ledger-api/src/main/java/Ledger.java >ledger-api/target/quick/ledger.jar
            if [ -p pipe ]; then exec cat pipe; fi
            if grep -q wrong ledger-api/target/quick/ledger.jar; then echo '[ERROR] Ledger.java: wrong'; exit 1; fi
            """;

    private static final String JAVA = """
            #!/bin/sh
            while [ $# -gt 0 ]; do
                case $1 in
                    -jar) jar=$2 ;;
                    --destination) destination=$2 ;;
                    -XX:ArchiveClassesAtExit=*) classes=${1#*=} ;;
                    -XX:SharedArchiveFile=*) quickly="quickly " ;;
                esac
                shift
            done
            if [ -n "$classes" ]; then
                echo "started with ${LEDGER_PORT:-no} settings" >>"$HOME/starts"
                [ "$(cat "$jar")" = unready ] && exit 1
                touch "$classes" && exit 0
            fi
            if [ -n "$destination" ]; then
                echo unpacked >>"$HOME/steps"
                grep -q half-packed "$jar" && exit 1
                mkdir -p "$destination" && cp "$jar" "$destination/ledger.jar"
            else
                [ -z "$quickly" ] || echo quickly >>"$HOME/starts"
                echo "${jar#"$HOME/"} is $(cat "$jar")"
            fi
            """;

    @TempDir
    Path directory;

    private Path checkout;

    @BeforeEach
    void make_a_checkout() throws IOException {
        checkout = Files.createDirectory(directory.resolve("my checkout")).toRealPath();
        Files.copy(Path.of("..", "ledger"), checkout.resolve("ledger"));
        program("ledger", Files.readString(checkout.resolve("ledger")));
        program("mvnw", MVNW);
        program("jdk/bin/java", JAVA);
        program("jdk/bin/javac", "");
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        for (var input : List.of("pom.xml", "db/roles.sql", "db/migrations/pom.xml", "ledger-api/pom.xml")) {
            write(input, "");
        }
        write("db/migrations/src/V1__first.sql", "");
        write(SOURCE, "first");
    }

    @Test
    void the_first_start_builds_and_runs_what_it_unpacked() throws IOException {
        assertThat(run()).isEqualTo(UNPACKED + " is first");
        assertThat(steps()).containsExactly("built", "unpacked");
    }

    @Test
    void the_next_start_only_runs() throws IOException {
        run();
        run();
        assertThat(steps()).containsExactly("built", "unpacked");
    }

    @Test
    void a_build_keeps_the_classes_of_a_start_of_its_own_for_all_later_starts() throws IOException {
        run(Map.of("LEDGER_PORT", "8010"));
        run();
        assertThat(Files.readAllLines(checkout.resolve("starts")))
                .containsExactly("started with no settings", "quickly", "quickly");
    }

    @Test
    void without_the_classes_of_a_start_it_starts_all_the_same() throws IOException {
        write(SOURCE, "unready");
        assertThat(run()).isEqualTo(UNPACKED + " is unready");
        assertThat(Files.readAllLines(checkout.resolve("starts"))).containsExactly("started with no settings");
    }

    @Test
    void a_changed_source_is_built_and_unpacked_again() throws IOException {
        run();
        write(SOURCE, "second");
        assertThat(run()).isEqualTo(UNPACKED + " is second");
    }

    @Test
    void a_source_that_changes_during_a_build_is_built_at_the_next_start() throws Exception {
        try (var first = startHalfABuild()) {
            write(SOURCE, "second");
            write("pipe", "");
            assertThat(first.awaitExit()).isZero();
            assertThat(first.output()).containsExactly(UNPACKED + " is first");
        }
        Files.delete(checkout.resolve("pipe"));
        assertThat(run()).isEqualTo(UNPACKED + " is second");
    }

    @Test
    void a_changed_test_builds_nothing() throws IOException {
        run();
        write("ledger-api/src/test/java/LedgerTest.java", "new");
        run();
        assertThat(steps()).containsExactly("built", "unpacked");
    }

    @Test
    void what_another_build_packed_is_unpacked() throws IOException {
        write(PACKED, "packed by hand");
        assertThat(run(Map.of("LEDGER_NO_BUILD", "1"))).isEqualTo(UNPACKED + " is packed by hand");
        write(PACKED, "packed again");
        assertThat(run()).isEqualTo(UNPACKED + " is packed again");
        assertThat(steps()).containsExactly("unpacked", "unpacked");
    }

    @Test
    void without_building_it_runs_what_there_is_whatever_its_age() throws IOException {
        run();
        write(SOURCE, "second");
        assertThat(run(Map.of("LEDGER_NO_BUILD", "1"))).isEqualTo(UNPACKED + " is first");
    }

    @Test
    void without_building_there_must_be_something() {
        try (var ledger = start(Map.of("LEDGER_NO_BUILD", "1"))) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains(UNPACKED + " is missing").contains("LEDGER_NO_BUILD");
        }
    }

    @Test
    void a_named_jar_runs_as_it_is() throws IOException {
        write("other.jar", "another one");
        assertThat(run(Map.of("LEDGER_JAR", checkout.resolve("other.jar").toString())))
                .isEqualTo("other.jar is another one");
        assertThat(checkout.resolve("steps")).doesNotExist();
    }

    @Test
    void two_starts_at_once_build_once() throws Exception {
        try (var first = startHalfABuild()) {
            try (var second = start(Map.of())) {
                write("pipe", "");
                assertThat(first.awaitExit()).isZero();
                assertThat(second.awaitExit()).isZero();
                assertThat(second.output()).containsExactly(UNPACKED + " is first");
            }
        }
        assertThat(steps()).containsExactly("built", "unpacked");
    }

    @Test
    void a_failed_build_says_why_and_is_tried_again() throws IOException {
        write(SOURCE, "wrong");
        for (var attempt = 0; attempt < 2; attempt++) {
            try (var ledger = start(Map.of())) {
                assertThat(ledger.awaitExit()).isEqualTo(2);
                assertThat(ledger.errors()).contains("[ERROR] Ledger.java: wrong", "target/ledger-build.log");
            }
        }
        write(SOURCE, "right");
        assertThat(run()).isEqualTo(UNPACKED + " is right");
        assertThat(steps()).containsExactly("built", "built", "built", "unpacked");
    }

    @Test
    void a_build_that_was_broken_off_is_made_again() throws Exception {
        try (var ledger = startHalfABuild()) {
            ledger.stop();
        }
        Files.delete(checkout.resolve("pipe"));
        assertThat(run()).isEqualTo(UNPACKED + " is first");
        assertThat(steps()).containsExactly("built", "built", "unpacked");
    }

    @Test
    void a_killed_build_is_made_again_and_its_lock_taken_over() throws Exception {
        try (var ledger = startHalfABuild()) {
            ledger.kill();
        }
        write("pipe", "");
        Files.delete(checkout.resolve("pipe"));
        assertThat(run()).isEqualTo(UNPACKED + " is first");
        assertThat(steps()).containsExactly("built", "built", "unpacked");
    }

    @Test
    void what_cannot_be_unpacked_does_not_run() throws IOException {
        run();
        write(PACKED, "half-packed");
        try (var ledger = start(Map.of("LEDGER_NO_BUILD", "1"))) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains("cannot be unpacked");
        }
        write(SOURCE, "second");
        assertThat(run()).isEqualTo(UNPACKED + " is second");
    }

    private String run() {
        return run(Map.of());
    }

    private String run(Map<String, String> environment) {
        try (var ledger = start(environment)) {
            assertThat(ledger.awaitExit()).as(ledger::errors).isZero();
            return String.join("\n", ledger.output());
        }
    }

    private LedgerProcess start(Map<String, String> environment) {
        var all = new HashMap<>(environment);
        all.put("JAVA_HOME", checkout.resolve("jdk").toString());
        all.put("HOME", checkout.toString());
        return LedgerProcess.run(List.of(checkout.resolve("ledger").toString(), "serve"), all);
    }

    private List<String> steps() throws IOException {
        return Files.readAllLines(checkout.resolve("steps"));
    }

    /** One that has packed, but not finished: it waits for a line in the pipe. */
    private LedgerProcess startHalfABuild() throws Exception {
        var pipe = checkout.resolve("pipe").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        var started = start(Map.of());
        await().until(() -> Files.exists(checkout.resolve(PACKED)));
        return started;
    }

    private void program(String name, String text) throws IOException {
        write(name, text);
        assertThat(checkout.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(checkout.resolve(name).getParent());
        Files.writeString(checkout.resolve(name), text);
    }
}
