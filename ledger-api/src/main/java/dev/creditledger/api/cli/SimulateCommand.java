package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.pricing.AssumedMargins;
import dev.creditledger.api.pricing.AssumedPrices;
import dev.creditledger.api.progress.Progress;
import dev.creditledger.domain.simulation.Assumptions;
import dev.creditledger.domain.simulation.ExpiryPolicy;
import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.Timespan;
import dev.creditledger.projections.simulation.CannotSimulateException;
import dev.creditledger.projections.simulation.Simulator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./ledger simulate} */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        versionProvider = LedgerCommand.Version.class,
        sortOptions = false,
        description = "What if: replays real usage under other prices, margins or expiry, and says what it would have"
                + " cost and who would have run out. It writes nothing to the ledger.",
        footer = {
            "",
            "At least one of --price-book, --margins and --expiry; what is not given stays as it was at the time.",
            "It reads the log from its first event on: what lies before --from happens as it did. Servers may run"
                    + " meanwhile.",
            "A margin file is a JSON array of what PUT /admin/pricing/margins/{tier} takes; without tier or vendor it is"
                    + " for all of them:",
            "  [{\"strategy\": \"fixed_percentage\", \"multiplier\": 2},",
            "   {\"tier\": \"pro\", \"vendor\": \"openai\", \"model\": \"gpt-4o\", \"strategy\": \"fixed_percentage\","
                    + " \"multiplier\": 1.4},",
            "   {\"tier\": \"free\", \"strategy\": \"tiered\", \"steps\":"
                    + " [{\"from\": 0, \"multiplier\": 2}, {\"from\": 1000, \"multiplier\": 1.5}]},",
            "   {\"vendor\": \"meta\", \"strategy\": \"dynamic\", \"multiplier\": 1.5, \"lowest\": 1, \"highest\": 3,"
                    + " \"floor\": 10, \"ceiling\": 90}]"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int LISTED_MAX = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--price-book",
            paramLabel = "FILE",
            description = "Vendors' prices: CSV with the columns of the list that ships with the ledger.")
    private @Nullable Path prices;

    @Option(names = "--margins", paramLabel = "FILE", description = "Margins: JSON, see below.")
    private @Nullable Path margins;

    @Option(
            names = "--expiry",
            paramLabel = "SOURCE=PERIOD,…",
            converter = ExpiryOption.class,
            description =
                    "How long grants made within the time last, by source: subscription=P1M,purchase=P1Y,bonus=none."
                            + " all: every other source.")
    private @Nullable ExpiryPolicy expiry;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = TimeOption.class,
            description = "What was booked from then on: 2026-01-01 or 2026-01-01T12:00:00Z.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = TimeOption.class,
            description = "… until then, which is not a part of it.")
    private Instant to;

    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of those that run out to list, up to 10,000. Default: ${DEFAULT-VALUE}.")
    private int listed;

    @Mixin
    private final ReadSideOptions options = new ReadSideOptions();

    @SuppressWarnings("NullAway.Init") // picocli sets the spec and what is required
    SimulateCommand() {}

    @Override
    public Integer call() {
        var time = usable(() -> new Timespan(from, to));
        var assumed = assumptions();
        if (listed < 0 || listed > LISTED_MAX) {
            throw wrong("--list lies between 0 and " + LISTED_MAX);
        }
        try (var side = options.look()) {
            var report = replay(side.get(Simulator.class), assumed, time);
            var out = spec.commandLine().getOut();
            out.println(options.json() ? SimulationJson.of(report, time) : SimulationText.of(report, time));
            return 0;
        } catch (CannotSimulateException e) {
            throw new CannotStart("The simulation ends without a result: " + e.getMessage(), e);
        }
    }

    private SimulationReport replay(Simulator simulator, Assumptions assumed, Timespan time) {
        try (var shown = new Shown()) {
            return simulator.simulate(assumed, time, listed, shown);
        }
    }

    /** Begins when it is known how far the log goes. */
    private static final class Shown implements Simulator.Progress, AutoCloseable {
        private @Nullable Progress progress;
        private long done;

        @Override
        public void at(long position, long last) {
            if (progress == null) {
                progress = Progress.of("Replaying", last);
            }
            progress.step(position - done);
            done = position;
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }

    private Assumptions assumptions() {
        if (prices == null && margins == null && expiry == null) {
            throw wrong("Nothing is to be different: give --price-book, --margins or --expiry");
        }
        return usable(() -> new Assumptions(
                Optional.ofNullable(prices).map(AssumedPrices::read),
                Optional.ofNullable(margins).map(AssumedMargins::read).orElse(Map.of()),
                Optional.ofNullable(expiry).orElse(ExpiryPolicy.AS_IT_WAS)));
    }

    private <T> T usable(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
