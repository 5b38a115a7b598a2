package dev.creditledger.api.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.creditledger.api.config.Secrets;
import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.Cause.Role;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An admin's token to try the ledger with.
 *
 * @param headerFile holds the request header with it, which curl reads with {@code -H @file}
 */
record DemoToken(String text, Path headerFile) {

    private static final Duration GOOD_FOR = Duration.ofHours(12);

    static DemoToken in(Path dataDirectory) {
        var text = DevTokenKey.in(dataDirectory).sign(Role.ADMIN, "demo", GOOD_FOR);
        var file = new Secrets(dataDirectory)
                .replace("admin.header", ("Authorization: Bearer " + text + "\n").getBytes(US_ASCII));
        return new DemoToken(text, file);
    }

    @Override
    public String toString() {
        return "DemoToken in " + headerFile;
    }
}
