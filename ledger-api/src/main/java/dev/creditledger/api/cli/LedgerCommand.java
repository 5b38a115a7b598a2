package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line. Commands that need no application never load one. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description = "Credit accounts on an immutable ledger.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "  bench    Benchmarks; see ./ledger bench --help",
            "",
            "Exit codes: 0 done, 1 a finding, 2 wrong use or cannot run.",
            "Every setting has an environment variable, see README.md."
        })
public final class LedgerCommand implements Runnable {

    static final int CANNOT_RUN = 2;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    private LedgerCommand() {}

    /**
     * Runs one command.
     *
     * @param application the Spring application, for the commands that start it
     * @return the exit code: 0 done, 1 a finding, 2 wrong use or cannot run
     */
    public static int run(Class<?> application, String... arguments) {
        return line(application).execute(arguments);
    }

    static CommandLine line(Class<?> application) {
        return new CommandLine(new LedgerCommand())
                .addSubcommand(new ServeCommand(application))
                .addSubcommand(new DemoCommand(application))
                .addSubcommand(new TokenCommand())
                .addSubcommand(new MigrateCommand())
                .addSubcommand(new RebuildCommand())
                .addSubcommand(new DeadLettersCommand())
                .addSubcommand(new SimulateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(LedgerCommand::explain);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** What can be mended outside the program is said in plain words; anything else is a bug, with its stack trace. */
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStart) {
                command.getErr().println(cause.getMessage());
                return CANNOT_RUN;
            }
        }
        e.printStackTrace(command.getErr());
        return CANNOT_RUN;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            var build = new Properties();
            try (var stream = LedgerCommand.class.getResourceAsStream("/META-INF/build-info.properties")) {
                if (stream != null) {
                    build.load(stream);
                }
            }
            return new String[] {"credit-ledger " + build.getProperty("build.version", "unbuilt")};
        }
    }
}
