package dev.creditledger.benchmarks.jmh;

import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.root.AccountRoot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The rules of the account: pure, on a state at hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccountBenchmark {

    /** Open grants of the account. */
    @Param({"1", "10"})
    public int lots;

    private AccountRoot account = AccountRoot.unopened(new AccountId("bench"));
    private BoundCommand deduct = Traffic.SMALL_CHARGES.charge(account.id()).command();
    private BoundEvent deducted = opened(account);

    @Setup
    public void open() {
        var id = account.id();
        account = account.evolve(opened(account));
        for (var lot = 0; lot < lots; lot++) {
            account = account.evolve(
                    last(account.decide(Traffic.SMALL_CHARGES.granting(id).command())));
        }
        deduct = Traffic.SMALL_CHARGES.charge(id).command();
        deducted = last(account.decide(deduct));
    }

    private static BoundEvent opened(AccountRoot account) {
        return last(account.decide(Traffic.SMALL_CHARGES.opening(account.id()).command()));
    }

    static BoundEvent last(Decision<BoundEvent, Rejection> decision) {
        if (decision instanceof Accepted<BoundEvent, Rejection>(var events)) {
            return events.getLast();
        }
        throw new IllegalStateException("refused: " + decision);
    }

    @Benchmark
    public Decision<BoundEvent, Rejection> decide() {
        return account.decide(deduct);
    }

    @Benchmark
    public AccountRoot evolve() {
        return account.evolve(deducted);
    }
}
