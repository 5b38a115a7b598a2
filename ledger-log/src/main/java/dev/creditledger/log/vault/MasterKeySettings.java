package dev.creditledger.log.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the master key comes from: never from the database.
 *
 * @param masterKey 32 bytes in Base64
 * @param masterKeyFile a file that holds them; {@code masterKey} goes before it
 */
@ConfigurationProperties("ledger")
public record MasterKeySettings(@DefaultValue("") String masterKey, Optional<String> masterKeyFile) {

    public MasterKey read() {
        if (!masterKey.isBlank()) {
            return MasterKey.parse(masterKey);
        }
        var file = masterKeyFile
                .map(Path::of)
                .orElseThrow(() ->
                        new IllegalStateException("no master key: set LEDGER_MASTER_KEY_FILE or LEDGER_MASTER_KEY"));
        try {
            return MasterKey.read(file);
        } catch (IOException e) {
            throw new IllegalStateException("the master key cannot be read from " + file, e);
        }
    }

    @Override
    public String toString() {
        return "MasterKeySettings[hidden]";
    }
}
