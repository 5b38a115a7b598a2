package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.config.Settings;
import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.Cause.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./ledger token}: reads a key and signs, so it needs neither the application nor a database. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description = "A signed access token on standard output, for dev mode only. Needs no running server.")
final class TokenCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofDays(30);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            completionCandidates = Roles.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Role role;

    @Option(names = "--subject", required = true, paramLabel = "ID", description = "Whom the token is for.")
    private String subject;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data directory. Default: LEDGER_DATA, or .ledger.")
    private @Nullable Path data;

    @Option(
            names = "--hours",
            defaultValue = "12",
            paramLabel = "N",
            description = "How long it is good for, at most 720. Default: ${DEFAULT-VALUE}.")
    private int hours;

    @SuppressWarnings("NullAway.Init") // picocli sets spec and required options
    TokenCommand() {}

    @Override
    public Integer call() {
        if (role == Role.SYSTEM) {
            throw new ParameterException(spec.commandLine(), "There are no tokens for the ledger itself.");
        }
        if (subject.isEmpty() || subject.length() > 255) {
            throw new ParameterException(spec.commandLine(), "A subject has 1 to 255 characters.");
        }
        var ttl = Duration.ofHours(hours);
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
            throw new ParameterException(spec.commandLine(), "A token is good for 1 to 720 hours.");
        }
        spec.commandLine().getOut().println(key().sign(role, subject, ttl));
        return 0;
    }

    private DevTokenKey key() {
        var directory = data != null ? data : Settings.dataDirectory(Settings.read(Map.of()));
        try {
            return DevTokenKey.in(directory);
        } catch (IllegalStateException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    /** The roles that a token can have. */
    static final class Roles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EnumSet.complementOf(EnumSet.of(Role.SYSTEM)).stream()
                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }
}
