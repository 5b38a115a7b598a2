package dev.creditledger.api.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that work on the read side. */
final class ReadSideOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where dev mode keeps its database and keys. Default: LEDGER_DATA, or .ledger.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    ReadSide open() {
        return ReadSide.open(settings());
    }

    /** For a command that changes nothing. */
    ReadSide look() {
        return ReadSide.looking(settings());
    }

    private Map<String, Object> settings() {
        return data == null ? Map.of() : Map.of("ledger.data", data.toString());
    }
}
