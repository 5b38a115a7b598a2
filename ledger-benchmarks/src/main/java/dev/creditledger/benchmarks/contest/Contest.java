package dev.creditledger.benchmarks.contest;

import dev.creditledger.benchmarks.load.Call;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.domain.account.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Contenders take turns under the same load, so that whatever else the machine does meets all of them alike.
 *
 * <p>Every acknowledged deduction is counted, those of warm-ups too, and compared with what is stored in the end.
 */
public final class Contest {

    private static final long SEED = 42;

    private final BenchDatabase database;
    private final List<AccountId> accounts;
    private final Traffic traffic;
    private final Map<Contender, Long> acknowledged = new LinkedHashMap<>();

    public Contest(BenchDatabase database, List<AccountId> accounts, Traffic traffic) {
        this.database = database;
        this.accounts = List.copyOf(accounts);
        this.traffic = traffic;
    }

    /** Prepares the accounts of {@code contender}, with so many deductions, and lets it take part from now on. */
    public void enter(Contender contender, long deductions) {
        contender.prepare(accounts, traffic, deductions);
        acknowledged.put(contender, deductions);
    }

    /** Like {@link #enter}, but the accounts are there already, with so many deductions. */
    public void enterPrepared(Contender contender, long deductions) {
        acknowledged.put(contender, deductions);
    }

    /** The rounds of each contender, by its name. */
    public Map<String, List<Round>> rounds(Scenario scenario, int rounds, Duration each) {
        var measured = new LinkedHashMap<String, List<Round>>();
        for (var round = 0; round < rounds; round++) {
            for (var contender : List.copyOf(acknowledged.keySet())) {
                measured.computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                        .add(round(contender, scenario, Load.asFastAsAnswersCome(scenario.callers(), each)));
            }
        }
        return measured;
    }

    public Round round(Contender contender, Scenario scenario, Load load) {
        var round = database.round(() -> {
            var measured = load.run(caller -> charging(contender, scenario, caller));
            var answered = System.nanoTime();
            contender.settle();
            return measured.longerBy(Duration.ofNanos(System.nanoTime() - answered));
        });
        acknowledged.merge(contender, round.measured().accepted(), Long::sum);
        return round;
    }

    private Call charging(Contender contender, Scenario scenario, int caller) {
        var random = new SplittableRandom(SEED + caller);
        return () -> {
            var account = accounts.get(scenario.choice().next(random));
            return contender.submit(traffic.charge(account)) == Answer.ACCEPTED ? 1 : 0;
        };
    }

    /** What each contender acknowledged, beside what it stored. */
    public List<Check> checks() {
        return acknowledged.entrySet().stream()
                .map(entry -> new Check(
                        entry.getKey().name(),
                        entry.getValue(),
                        0,
                        traffic.price(),
                        entry.getKey().stored()))
                .toList();
    }
}
