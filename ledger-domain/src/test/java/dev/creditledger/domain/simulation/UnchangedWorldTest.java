package dev.creditledger.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Deduction;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.session.Session;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Where nothing is assumed to be different, random accounts stay, event by event, what the rules made of them. */
class UnchangedWorldTest {

    private static final int LIVES = 1_000;
    private static final int COMMANDS = 50;
    private static final Timespan ALL = new Timespan(Life.START, Life.START.plus(Duration.ofDays(1)));

    /** Everything is priced again, with the prices and the multiplier that it has. */
    private static final Assumptions SAME = new Assumptions(
            Optional.of(Map.of(Life.MINI, Life.PRICES, Life.OTHER, Life.PRICES)), Map.of(), ExpiryPolicy.AS_IT_WAS);

    @Test
    void accounts_stay_what_they_are_and_charges_too() {
        var kinds = new TreeSet<String>();
        for (var seed = 0; seed < LIVES; seed++) {
            var random = new Random(seed);
            var life = new Life("alice");
            var simulation = new Simulation(SAME, ALL, 10, _ -> true);
            var taken = 0;
            for (var count = 0; count < COMMANDS; count++) {
                life.at(life.now().plusSeconds(random.nextInt(4)).plus(random.nextInt(3) - 1, ChronoUnit.MICROS));
                life.tries(command(life, random));
                for (; taken < life.events().size(); taken++) {
                    simulation.take(life.events().get(taken));
                    kinds.add(life.events().get(taken).getClass().getSimpleName());
                }
                assertAlike(simulation, life, "seed %d after command %d".formatted(seed, count));
            }
            var report = simulation.report();
            assertThat(report.ranOut()).as("seed %d", seed).isZero();
            assertThat(report.unpriced()).isEmpty();
            report.lines().forEach(line -> assertThat(line.simulated()).isEqualTo(line.asCharged()));
        }
        assertThat(kinds)
                .contains(
                        "CreditsExpired",
                        "GrantActivated",
                        "GrantRevoked",
                        "HoldCaptured",
                        "HoldReleased",
                        "HoldExpired",
                        "DeductionReversed",
                        "UncoveredWrittenOff",
                        "SessionStarted",
                        "SessionCheckpointed",
                        "SessionEnded");
    }

    private static void assertAlike(Simulation simulation, Life life, String what) {
        var real = life.account();
        var simulated = simulation.account(life.id).orElseThrow();
        assertThat(simulated.lots().stream()
                        .map(lot -> List.of(lot.grant(), lot.terms(), lot.remaining(), lot.held(), lot.pending()))
                        .toList())
                .as(what)
                .isEqualTo(real.lots().inDrawOrder().stream()
                        .map(lot -> List.of(lot.grant(), lot.terms(), lot.remaining(), lot.held(), lot.pending()))
                        .toList());
        assertThat(simulated.uncovered()).as(what).isEqualTo(real.uncovered());
    }

    private static BoundCommand command(Life life, Random random) {
        var key = life.key();
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6 -> grant(life, random);
            case 7, 8, 9, 10, 11, 12, 13 ->
                life.charge(
                        random.nextBoolean() ? Life.MINI : Life.OTHER,
                        random.nextInt(400_000),
                        random.nextInt(4) == 0 ? Insufficiency.RECORD : Insufficiency.REJECT);
            case 14 ->
                new DeductCredits(
                        life.id,
                        DeductionId.of(life.id, key),
                        amount(random),
                        DeductionType.CUSTOM,
                        Optional.empty(),
                        FreeText.NONE,
                        life.now());
            case 15, 16, 17 ->
                new PlaceHold(
                        life.id,
                        HoldId.of(life.id, key),
                        amount(random),
                        Duration.ofSeconds(1 + random.nextInt(20)),
                        FreeText.NONE,
                        life.now());
            case 18, 19 ->
                new CaptureHold(
                        life.id,
                        picked(life, random, HoldPlaced.class)
                                .map(HoldPlaced::hold)
                                .orElse(HoldId.of(life.id, key)),
                        DeductionId.of(life.id, key),
                        Optional.of(amount(random)),
                        DeductionType.CUSTOM,
                        Optional.empty(),
                        FreeText.NONE,
                        life.now(),
                        Past.NONE);
            case 20 ->
                new ReleaseHold(
                        life.id,
                        picked(life, random, HoldPlaced.class)
                                .map(HoldPlaced::hold)
                                .orElse(HoldId.of(life.id, key)),
                        life.now(),
                        Past.NONE);
            case 21, 22, 23, 24, 25 -> reversal(life, random);
            case 26 ->
                new RevokeGrant(
                        life.id,
                        picked(life, random, CreditsGranted.class)
                                .map(CreditsGranted::grant)
                                .orElse(GrantId.of(life.id, key)),
                        FreeText.NONE,
                        life.now(),
                        Past.NONE);
            case 27 -> new WriteOff(life.id, Optional.empty(), FreeText.NONE, life.now());
            case 28, 29 -> life.start(key, 1 + random.nextInt(6));
            case 30, 31, 32, 33, 34, 35 -> live(life, random, life::checkpoint);
            case 36, 37 -> live(life, random, life::end);
            default -> new SettleDue(life.id, life.now());
        };
    }

    private static BoundCommand live(Life life, Random random, Function<Session, BoundCommand> asked) {
        var running = life.sessions();
        return running.isEmpty() ? life.start(life.key(), 2) : asked.apply(running.get(random.nextInt(running.size())));
    }

    private static AccountCommand reversal(Life life, Random random) {
        var deductions = new ArrayList<DeductionId>(List.of(DeductionId.of(life.id, life.key())));
        for (var event : life.events()) {
            if (event instanceof Deduction it) {
                deductions.add(it.deduction());
            }
        }
        return new ReverseDeduction(
                life.id,
                ReversalId.of(life.id, life.key()),
                deductions.get(random.nextInt(deductions.size())),
                random.nextBoolean() ? Optional.empty() : Optional.of(amount(random)),
                FreeText.NONE,
                life.now(),
                Past.NONE);
    }

    private static AccountCommand grant(Life life, Random random) {
        var key = life.key();
        var paid = random.nextInt(3) == 0;
        var begins = random.nextInt(3) == 0 ? life.now().plusSeconds(random.nextInt(20)) : life.now();
        return new GrantCredits(
                life.id,
                GrantId.of(life.id, key),
                amount(random),
                paid ? Source.PURCHASE : Source.BONUS,
                paid ? Funding.PAID : Funding.PROMOTIONAL,
                paid ? Optional.of(new Payment(new Money(BigDecimal.ONE, "EUR"), Optional.empty())) : Optional.empty(),
                random.nextInt(3),
                Optional.of(begins),
                random.nextBoolean() ? Optional.of(begins.plusSeconds(1 + random.nextInt(30))) : Optional.empty(),
                FreeText.NONE,
                life.now());
    }

    private static Credits amount(Random random) {
        return new Credits(1 + random.nextInt(10_000_000));
    }

    private static <E extends BoundEvent> Optional<E> picked(Life life, Random random, Class<E> kind) {
        var all =
                life.events().stream().filter(kind::isInstance).map(kind::cast).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }
}
