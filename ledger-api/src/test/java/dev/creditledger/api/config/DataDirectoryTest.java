package dev.creditledger.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void only_its_owner_may_look_into_it() throws IOException {
        try (var directory = DataDirectory.claim(parent.resolve("a/b"))) {
            assertThat(permissions(directory.root())).isEqualTo("rwx------");
            assertThat(permissions(directory.secrets().keyFile("some.key"))).isEqualTo("rw-------");
            assertThat(permissions(directory.secrets().directory())).isEqualTo("rwx------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void it_is_claimed_once_at_a_time() {
        var claimed = parent.resolve("data");
        try (var first = DataDirectory.claim(claimed)) {
            assertThatThrownBy(() -> DataDirectory.claim(claimed))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(first.root().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
        DataDirectory.claim(claimed).close();
    }

    @Test
    void a_secret_stays_the_same_and_differs_from_every_other() {
        try (var directory = DataDirectory.claim(parent.resolve("data"));
                var other = DataDirectory.claim(parent.resolve("other"))) {
            var password = directory.secrets().password("one");

            assertThat(password).hasSizeGreaterThan(40);
            assertThat(directory.secrets().password("one")).isEqualTo(password);
            assertThat(directory.secrets().password("two")).isNotEqualTo(password);
            assertThat(other.secrets().password("one")).isNotEqualTo(password);
        }
    }

    @Test
    void a_file_of_its_name_is_in_the_way() throws IOException {
        var file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.claim(file))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(file.toString());
    }
}
