package dev.creditledger.api.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./ledger serve} */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description = "The server. Without a configured database it runs in dev mode: with a PostgreSQL of its own.")
final class ServeCommand implements Callable<Integer> {

    private final Class<?> application;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Option(names = "--until-ready", description = "Stop again once it is ready: tells whether it starts.")
    private boolean untilReady;

    ServeCommand(Class<?> application) {
        this.application = application;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var ledger = RunningLedger.start(application, options.settings())) {
            if (!untilReady) {
                ledger.awaitStop();
            }
        }
        return 0;
    }
}
