package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.config.Settings;
import dev.creditledger.api.database.Migration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./ledger migrate} */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description = "Brings the schema of a configured database up to date, with the owner's credentials.",
        footer = {
            "",
            "LEDGER_DATABASE_URL              the database, made with db/roles.sql",
            "LEDGER_DATABASE_OWNER_USER       default ledger_owner",
            "LEDGER_DATABASE_OWNER_PASSWORD",
            "LEDGER_DATABASE_USER             the server's role, which is granted what it needs; default ledger_app",
            "",
            "In dev mode the server does this by itself."
        })
final class MigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    MigrateCommand() {}

    @Override
    public Integer call() {
        var environment = Settings.read(Map.of());
        var result = Migration.run(
                required(environment, "ledger.database.url", "LEDGER_DATABASE_URL"),
                environment.getProperty("ledger.database.owner-user", "ledger_owner"),
                required(environment, "ledger.database.owner-password", "LEDGER_DATABASE_OWNER_PASSWORD"),
                environment.getProperty("ledger.database.user", Migration.APP_ROLE));
        var form = json
                ? "{\"applied\":%d,\"version\":\"%s\"}%n"
                : "Applied %d migrations. The schema is at version %s.%n";
        spec.commandLine().getOut().printf(form, result.applied(), result.version());
        return 0;
    }

    private static String required(Environment environment, String name, String variable) {
        var value = environment.getProperty(name, "");
        if (value.isBlank()) {
            throw new CannotStart(
                    "Nothing to migrate: set " + variable + ". In dev mode ./ledger serve migrates by itself.");
        }
        return value;
    }
}
