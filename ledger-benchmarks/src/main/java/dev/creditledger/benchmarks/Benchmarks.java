package dev.creditledger.benchmarks;

import java.io.IOException;
import picocli.CommandLine;

/** Entry point of {@code ./ledger bench}. */
final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand(System.out, System.err))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    System.err.println("The benchmark cannot run: " + failure.getMessage());
                    if (!(failure instanceof IllegalStateException || failure instanceof IOException)) {
                        failure.printStackTrace(System.err);
                    }
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments));
    }
}
