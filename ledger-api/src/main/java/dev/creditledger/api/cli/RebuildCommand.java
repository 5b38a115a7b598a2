package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.projections.DeadLetters;
import dev.creditledger.projections.Rebuild;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./ledger rebuild} */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description = "Throws the read side away and makes it anew from the log: balances, lots, holds, usage.",
        footer = {
            "",
            "On a configured database (LEDGER_DATABASE_URL, …, as for the server) servers may run meanwhile: they answer,",
            "and say up to which position it is true. In dev mode the server must be stopped.",
            "Exit code 1: accounts stand still thereafter, see ./ledger dead-letters list."
        })
final class RebuildCommand implements Callable<Integer> {

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
    private static final long STALLED_NANOS = Duration.ofMinutes(1).toNanos();

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ReadSideOptions options = new ReadSideOptions();

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    RebuildCommand() {}

    @Override
    public Integer call() {
        try (var side = options.open()) {
            var rebuild = side.get(Rebuild.class);
            var head = rebuild.progress().head();
            rebuild.start();
            awaitPosition(rebuild, head);
            var parked = side.get(DeadLetters.class).count();
            var form = options.json()
                    ? "{\"position\":%d,\"parked\":%d}%n"
                    : "Rebuilt up to position %d. %d accounts stand still.%n";
            spec.commandLine().getOut().printf(form, head, parked);
            return parked == 0 ? 0 : 1;
        }
    }

    /** For as long as it gets on: how long that takes is a matter of the log's length. */
    private static void awaitPosition(Rebuild rebuild, long head) {
        var last = -1L;
        var lastMove = System.nanoTime();
        for (var at = rebuild.progress().position();
                at < head;
                at = rebuild.progress().position()) {
            if (at != last) {
                last = at;
                lastMove = System.nanoTime();
            } else if (System.nanoTime() - lastMove > STALLED_NANOS) {
                throw new CannotStart("The read side stands still at position " + at + ": what is above says why.");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
