package dev.creditledger.api.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that start the server. What is not given is left to the environment and application.yaml. */
final class ServerOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to serve on; 0 takes a free one. Default: LEDGER_PORT, or 8000.")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where dev mode keeps its database and keys. Default: LEDGER_DATA, or .ledger.")
    private @Nullable Path data;

    /** As settings that go before all others. */
    Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        if (port != null) {
            settings.put("ledger.port", port);
        }
        if (data != null) {
            settings.put("ledger.data", data.toString());
        }
        return settings;
    }
}
