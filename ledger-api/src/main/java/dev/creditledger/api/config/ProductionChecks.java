package dev.creditledger.api.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.env.Environment;

/** What production mode insists on. Everything that is wrong is said at once, each with the setting to mend. */
public final class ProductionChecks {

    /** Passwords of examples and first installations: anybody would try them. */
    private static final Set<String> WELL_KNOWN = Set.of(
            "admin",
            "changeme",
            "change-me",
            "change_me",
            "example",
            "ledger",
            "ledger_app",
            "password",
            "postgres",
            "secret",
            "test");

    /** Who signs dev mode's own tokens. */
    private static final String DEV_ISSUER = "urn:credit-ledger:dev";

    private final Environment environment;
    private final List<String> findings = new ArrayList<>();

    private ProductionChecks(Environment environment) {
        this.environment = environment;
    }

    /** @throws CannotStart with all that is missing or must not be */
    public static void check(Environment environment) {
        var checks = new ProductionChecks(environment);
        checks.database();
        checks.masterKey();
        checks.tokens();
        if (!checks.findings.isEmpty()) {
            throw new CannotStart("The ledger does not start in production mode:\n  - "
                    + String.join("\n  - ", checks.findings)
                    + "\nTo try it out without all this, use dev mode: LEDGER_MODE=dev");
        }
    }

    private void database() {
        var url = setting("ledger.database.url");
        if (url.isEmpty()) {
            findings.add("no database: set LEDGER_DATABASE_URL, such as jdbc:postgresql://db.example.org:5432/ledger");
        } else if (!url.startsWith("jdbc:postgresql:")) {
            findings.add("LEDGER_DATABASE_URL does not begin with jdbc:postgresql:");
        }
        if (isWellKnown(setting("ledger.database.password"))) {
            findings.add("LEDGER_DATABASE_PASSWORD is a well-known default: give the role a password of its own");
        }
        if (!setting("ledger.database.owner-password").isEmpty()) {
            findings.add("LEDGER_DATABASE_OWNER_PASSWORD is set: only ./ledger migrate may have it, the server never");
        }
    }

    private void masterKey() {
        var file = setting("ledger.master-key-file");
        var inline = setting("ledger.master-key");
        if (file.isEmpty() && inline.isEmpty()) {
            findings.add(
                    "no master key for personal data: set LEDGER_MASTER_KEY_FILE (make one with: openssl rand -base64 32)");
        } else if (!inline.isEmpty()) {
            masterKey("LEDGER_MASTER_KEY", inline);
        } else if (Files.exists(Secrets.devMark(Path.of(file)))) {
            findings.add("LEDGER_MASTER_KEY_FILE is a dev key: " + file + " was made by dev mode");
        } else {
            try {
                masterKey("LEDGER_MASTER_KEY_FILE", Files.readString(Path.of(file), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                findings.add("LEDGER_MASTER_KEY_FILE cannot be read: " + e);
            }
        }
    }

    private void masterKey(String name, String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length != Secrets.KEY_BYTES) {
            findings.add(name + " is not 32 bytes in Base64 (make one with: openssl rand -base64 32)");
            return;
        }
        var distinct =
                new String(key, StandardCharsets.ISO_8859_1).chars().distinct().count();
        if (distinct < Secrets.KEY_BYTES / 4) {
            findings.add(name + " is not random (make one with: openssl rand -base64 32)");
        }
    }

    private void tokens() {
        var issuer = setting("ledger.security.issuer");
        if (issuer.isEmpty()) {
            findings.add("nobody to trust for access tokens: set LEDGER_SECURITY_ISSUER");
        } else if (issuer.equals(DEV_ISSUER)) {
            findings.add("LEDGER_SECURITY_ISSUER is dev mode's: its key is a dev key");
        }
    }

    private static boolean isWellKnown(String secret) {
        return WELL_KNOWN.contains(secret.toLowerCase(Locale.ROOT));
    }

    private String setting(String name) {
        return environment.getProperty(name, "").strip();
    }
}
