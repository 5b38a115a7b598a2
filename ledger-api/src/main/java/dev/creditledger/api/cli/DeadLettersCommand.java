package dev.creditledger.api.cli;

import dev.creditledger.projections.DeadLetters;
import dev.creditledger.projections.ParkedAggregate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./ledger dead-letters} */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        description = "Accounts that stand still on the read side, because one of their events could not be applied.",
        synopsisSubcommandLabel = "list|retry",
        subcommands = {DeadLettersCommand.Listing.class, DeadLettersCommand.Retrying.class})
final class DeadLettersCommand implements Runnable {

    private static final int LISTED_MAX = 1_000;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    DeadLettersCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, or retry?");
    }

    /** {@code ./ledger dead-letters list} */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            versionProvider = LedgerCommand.Version.class,
            description = "Shows them, the longest first, at most 1,000. Exit code 1: there are some.")
    static final class Listing implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private final ReadSideOptions options = new ReadSideOptions();

        @SuppressWarnings("NullAway.Init") // picocli sets the spec
        Listing() {}

        @Override
        public Integer call() {
            try (var side = options.open()) {
                var parked = side.get(DeadLetters.class).list(LISTED_MAX);
                var out = spec.commandLine().getOut();
                if (options.json()) {
                    out.println(JsonMapper.shared().writeValueAsString(parked));
                } else if (parked.isEmpty()) {
                    out.println("No account stands still.");
                } else {
                    parked.forEach(each -> out.println(line(each)));
                }
                return parked.isEmpty() ? 0 : 1;
            }
        }

        private static String line(ParkedAggregate parked) {
            return "%s stands still at its event %d (%s, position %d) since %s: %s. Tried %d times, %d events wait behind it."
                    .formatted(
                            parked.aggregate(),
                            parked.sequence(),
                            parked.eventType(),
                            parked.position(),
                            parked.parkedAt(),
                            parked.error(),
                            parked.attempts(),
                            parked.waiting());
        }
    }

    /** {@code ./ledger dead-letters retry} */
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            versionProvider = LedgerCommand.Version.class,
            description = "Applies what waits, once what was wrong is mended. Exit code 1: some stand still yet.")
    static final class Retrying implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private final ReadSideOptions options = new ReadSideOptions();

        @Parameters(paramLabel = "ACCOUNT", description = "Which; none: all, at most 1,000.")
        private List<String> accounts = new ArrayList<>();

        @SuppressWarnings("NullAway.Init") // picocli sets the spec
        Retrying() {}

        @Override
        public Integer call() {
            try (var side = options.open()) {
                var letters = side.get(DeadLetters.class);
                var goesOn = new LinkedHashMap<String, Boolean>();
                for (var account : asked(letters)) {
                    goesOn.put(account, letters.retry(account));
                }
                var out = spec.commandLine().getOut();
                if (options.json()) {
                    out.println(JsonMapper.shared().writeValueAsString(goesOn));
                } else {
                    goesOn.forEach((account, done) -> out.println(account + (done ? " goes on" : " stands still yet")));
                }
                return goesOn.containsValue(false) ? 1 : 0;
            }
        }

        private List<String> asked(DeadLetters letters) {
            return accounts.isEmpty()
                    ? letters.list(LISTED_MAX).stream()
                            .map(ParkedAggregate::aggregate)
                            .toList()
                    : accounts;
        }
    }
}
