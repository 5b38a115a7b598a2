package dev.creditledger.log.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    @TempDir
    private Path directory;

    @Test
    void a_made_key_is_kept_and_readable_by_its_owner_only() throws IOException {
        var file = directory.resolve("master.key");

        var made = MasterKey.readOrMake(file);

        var wrapped = made.wrap(new byte[32], "test");
        assertThat(MasterKey.readOrMake(file).unwrap(wrapped, "test")).isEqualTo(new byte[32]);
        assertThat(MasterKey.read(file).unwrap(wrapped, "test")).isEqualTo(new byte[32]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "AAAA",
                "not base64 at all, but long enough to be a key ....",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void what_is_not_32_bytes_in_base64_is_refused_with_a_hint(String text) {
        assertThatThrownBy(() -> MasterKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void a_wrapped_key_serves_its_purpose_only() {
        var key = MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32]));
        var wrapped = key.wrap(new byte[32], "one");

        assertThatThrownBy(() -> key.unwrap(wrapped, "another")).isInstanceOf(WrongMasterKeyException.class);
    }

    @Test
    void a_key_prints_nothing_of_itself() {
        var text = Base64.getEncoder().encodeToString(new byte[32]);

        assertThat(MasterKey.parse(text).toString()).isEqualTo("MasterKey[hidden]");
    }
}
