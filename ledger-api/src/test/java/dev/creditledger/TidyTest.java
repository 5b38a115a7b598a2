package dev.creditledger;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** House rules that are seen in the sources rather than in the classes. */
class TidyTest {
    private static final int LINES_MAX = 350;
    /** A class of tests is a list: long is not yet tangled. */
    private static final int LINES_OF_TESTS_MAX = 500;

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\(|\\bTimeUnit\\.\\w+\\.sleep\\(");
    private static final Pattern MOCK =
            Pattern.compile("^import (static )?(org\\.mockito|org\\.easymock|io\\.mockk)\\.");
    private static final Pattern UNWANTED =
            Pattern.compile("^import (static )?(lombok|jakarta\\.persistence)\\.|activateDefaultTyping");
    private static final Pattern STORY = Pattern.compile("V[1-9]\\d*__[a-z0-9]+(_[a-z0-9]+)*\\.sql");

    private static List<Path> sources;
    private static List<Path> migrations;

    @BeforeAll
    static void find_the_sources() throws IOException {
        Path root = root();
        try (Stream<Path> modules = Files.list(root)) {
            sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(TidyTest::filesIn)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
        migrations = filesIn(root.resolve("db/migrations/src/main/resources/db/migration"))
                .toList();
    }

    @Test
    void there_is_something_to_look_at() {
        assertThat(sources).hasSizeGreaterThan(10);
        assertThat(migrations).isNotEmpty();
    }

    @Test
    void nothing_is_left_for_later() {
        assertThat(lines(sources, UNFINISHED)).isEmpty();
    }

    @Test
    void a_file_fits_on_a_few_screens() {
        assertThat(sources.stream()
                        .filter(file -> read(file).size() > (isTest(file) ? LINES_OF_TESTS_MAX : LINES_MAX))
                        .map(file -> file + ": " + read(file).size() + " lines"))
                .isEmpty();
    }

    @Test
    void tests_wait_for_a_condition_instead_of_sleeping() {
        assertThat(lines(tests(), SLEEP)).isEmpty();
    }

    @Test
    void tests_use_the_real_thing_instead_of_mocks() {
        assertThat(lines(tests(), MOCK)).isEmpty();
    }

    @Test
    void no_library_writes_or_guesses_our_types() {
        assertThat(lines(sources, UNWANTED)).isEmpty();
    }

    @Test
    void a_migration_tells_one_story_under_one_number() {
        assertThat(migrations)
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches(STORY));
        assertThat(migrations.stream()
                        .collect(
                                groupingBy(file -> file.getFileName().toString().split("__", 2)[0]))
                        .values())
                .allSatisfy(files -> assertThat(files).hasSize(1));
    }

    private static List<Path> tests() {
        return sources.stream().filter(TidyTest::isTest).toList();
    }

    private static boolean isTest(Path file) {
        return file.toString().contains(Path.of("src", "test").toString());
    }

    /** Every line of {@code files} where {@code pattern} is found, as {@code file:line: text}. This file names them all itself. */
    private static List<String> lines(List<Path> files, Pattern pattern) {
        return files.stream()
                .filter(file -> !file.endsWith("TidyTest.java"))
                .flatMap(file -> {
                    List<String> lines = read(file);
                    return IntStream.range(0, lines.size())
                            .filter(i -> pattern.matcher(lines.get(i)).find())
                            .mapToObj(i ->
                                    file + ":" + (i + 1) + ": " + lines.get(i).strip());
                })
                .toList();
    }

    private static Stream<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The build runs tests in their module's directory. */
    private static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
