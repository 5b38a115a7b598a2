package dev.creditledger.api.demo;

import dev.creditledger.api.progress.Progress;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.projections.ProjectionPosition;
import dev.creditledger.projections.account.BalanceQuery;
import dev.creditledger.projections.finance.FinanceQuery;
import dev.creditledger.projections.statement.StatementQuery;
import dev.creditledger.projections.usage.UsageQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The main job: opens accounts, grants credits and charges a trace, through the same door as HTTP. */
@Component
@Lazy
public final class Demo {

    private static final Duration PROJECTION_WAIT = Duration.ofSeconds(60);

    private final Dispatch dispatch;
    private final PriceDesk prices;
    private final InstantSource clock;
    private final ProjectionPosition projection;
    private final BalanceQuery balances;
    private final StatementQuery statement;
    private final UsageQuery usage;
    private final FinanceQuery finance;
    private final DataSource database;

    Demo(
            Dispatch dispatch,
            PriceDesk prices,
            InstantSource clock,
            ProjectionPosition projection,
            BalanceQuery balances,
            StatementQuery statement,
            UsageQuery usage,
            FinanceQuery finance,
            DataSource database) {
        this.dispatch = dispatch;
        this.prices = prices;
        this.clock = clock;
        this.projection = projection;
        this.balances = balances;
        this.statement = statement;
        this.usage = usage;
        this.finance = finance;
        this.database = database;
    }

    /** Runs a trace to its end; what an earlier run has charged stays as it is. */
    public Report run(Trace trace, Receipts receipts) throws InterruptedException {
        var plan = DemoPlan.of(trace);
        var commands = new DemoCommands(plan, prices, clock);
        var position = new AtomicLong();
        var submitting = new Submitting(dispatch);
        submitting.all(plan.accounts(), commands::opening, (_, outcome) -> note(outcome, position));
        submitting.all(plan.accounts(), commands::subscription, (_, outcome) -> note(outcome, position));
        submitting.all(plan.buyers(), commands::purchase, (_, outcome) -> note(outcome, position));

        var tally = new ChargeTally();
        var start = System.nanoTime();
        try (var progress = Progress.of("Charging", plan.charges().size())) {
            submitting.all(
                    plan.charges(),
                    charge -> {
                        tally.sent(charge);
                        return commands.charge(charge);
                    },
                    (charge, outcome) -> {
                        receipts.answered(charge, outcome);
                        tally.answered(charge, outcome);
                        if (outcome instanceof Outcome.Accepted) {
                            note(outcome, position);
                        }
                        progress.step();
                    });
        }
        var took = Duration.ofNanos(System.nanoTime() - start);
        return new DemoReport(summary(plan, tally, took, position.get()), prices.current());
    }

    /** Openings and grants are always accepted, now or earlier. */
    private static void note(Outcome outcome, AtomicLong position) {
        if (!(outcome instanceof Outcome.Accepted accepted)) {
            throw new IllegalStateException("an account of the demo was answered " + outcome);
        }
        position.accumulateAndGet(accepted.position(), Math::max);
    }

    private DemoSummary summary(DemoPlan plan, ChargeTally tally, Duration took, long position) {
        if (!projection.await(position, PROJECTION_WAIT)) {
            throw new IllegalStateException("the balances are not up to date after " + PROJECTION_WAIT);
        }
        var accounts = plan.accounts().stream()
                .map(this::usage)
                .sorted(Comparator.comparing(DemoSummary.Usage::used, Comparator.<Credits>reverseOrder()))
                .toList();
        var story = AccountStory.of(accounts.getFirst().account(), statement);
        return new DemoSummary(
                plan,
                tally,
                took,
                accounts,
                ModelSums.of(usage),
                IndependentCheck.of(database),
                BooksCheck.of(finance, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                story);
    }

    private DemoSummary.Usage usage(AccountId account) {
        var balance = balances.at(account, clock.instant())
                .orElseThrow(() -> new IllegalStateException("account " + account + " has no balance"));
        return new DemoSummary.Usage(
                account,
                balance.lifetime().granted(),
                balance.lifetime().deducted(),
                balance.balance().total());
    }
}
