package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.AccountUnfrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.simulation.SimulationReport.RunOut;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Takes the log's events from the first on, in order, and tells what token usage would have cost under other assumptions,
 * and who could not have paid it.
 *
 * <p>Only what token usage costs and how long grants last changes, and only within the time that is simulated. All else
 * happens as it did: grants, renewals, holds, fixed charges, revocations; a reversal gives back the same share of what was
 * paid, and what is rolled over is the same share of what lapses. An account that cannot pay pays what it has; the rest is lost, unless it was recorded as uncovered in reality: then
 * it is owed.
 */
public final class Simulation {

    /** Accounts, open lots, open holds and running sessions in memory; some 200 bytes each. */
    public static final int SIZE_MAX = 4_000_000;

    private final Assumptions assumed;
    private final Timespan time;
    private final int listedMax;
    private final LongPredicate reversed;
    private final boolean byMonth;
    private final Map<String, SimulatedAccount> accounts = new HashMap<>();
    private final Map<LineKey, UsageLine> lines = new HashMap<>();
    private final Map<String, RunOut> listed = new LinkedHashMap<>();
    private long ranOut;
    private long size;

    private record LineKey(Tier tier, String vendor, String model) {}

    /**
     * @param listedMax of those that run out
     * @param reversed tells key hashes of deductions that are reversed in the log, and may tell others
     */
    public Simulation(Assumptions assumed, Timespan time, int listedMax, LongPredicate reversed) {
        this.assumed = assumed;
        this.time = time;
        this.listedMax = listedMax;
        this.reversed = reversed;
        this.byMonth = assumed.byMonth();
    }

    /** @throws SimulationTooLargeException if there is more in it than {@link #SIZE_MAX} */
    public void take(BoundEvent event) {
        if (event instanceof AccountEvent || event instanceof SessionEvent) {
            apply(event);
        }
    }

    private void apply(BoundEvent event) {
        var account = accounts.get(event.aggregate());
        if (account == null) {
            account = new SimulatedAccount();
            accounts.put(event.aggregate(), account);
            size += account.size();
        }
        var before = account.size();
        account.settle(event.bookedAt());
        if (event instanceof CreditsDeducted it) {
            // Nearly all are, and the switch over all kinds is slower.
            deduct(account, it);
        } else if (event instanceof SessionEvent it) {
            takeLive(account, it);
        } else if (event instanceof AccountEvent it) {
            takeOther(account, it);
        }
        size += account.size() - before;
        if (size > SIZE_MAX) {
            throw SimulationTooLargeException.ofAccounts();
        }
    }

    private void takeOther(SimulatedAccount account, AccountEvent event) {
        switch (event) {
            case CreditsGranted it ->
                account.grant(it, simulates(it) ? assumed.expiry().termsOf(it) : it.terms());
            case CreditsDeducted it -> deduct(account, it);
            case HoldPlaced it ->
                missing(account, it, it.amount().minus(account.hold(it.hold(), it.amount(), it.expiresAt())));
            case HoldCaptured it -> {
                if (isReversed(it.deduction())) {
                    account.captureReversibly(it.hold(), it.amount(), it.deduction(), it.bookedAt());
                } else {
                    account.capture(it.hold(), it.amount(), it.bookedAt());
                }
            }
            case HoldReleased it -> account.release(it.hold(), it.bookedAt());
            case DeductionReversed it -> account.reverse(it.deduction(), it.amount(), it.bookedAt());
            case GrantRevoked it -> account.revoke(it.grant());
            case GrantReduced it -> account.reduce(it.grant(), it.amount());
            case UncoveredWrittenOff it -> {
                if (it.uncovered().isZero()) {
                    account.writeOffAll();
                } else {
                    account.writeOff(it.amount());
                }
            }
            case CreditsExpired it -> account.expiredInReality(it.grant(), it.amount());
            case AccountClosed it -> {
                size -= account.size();
                accounts.remove(it.aggregate());
            }
            case AccountOpened _, AccountFrozen _, AccountUnfrozen _ -> {
                // No credits move.
            }
            case GrantActivated _, HoldExpired _ -> {
                // What is due has been applied.
            }
        }
    }

    /** What is reserved, and not there, is lacking only when it is charged. */
    private void takeLive(SimulatedAccount account, SessionEvent event) {
        switch (event) {
            case SessionStarted it ->
                account.reserve(it.session(), Draw.sum(it.moves().held()));
            case SessionCheckpointed it -> meter(account, it);
            case SessionEnded it -> {
                meter(account, it);
                account.end(it.session(), it.bookedAt());
            }
            case SessionResumed _, HeartbeatReceived _, LowBalanceReached _ -> {
                // No credits move.
            }
        }
    }

    private void meter(SimulatedAccount account, Charged event) {
        var reserved = event.amount().plus(Draw.sum(event.moves().held()));
        account.reserve(event.session(), reserved);
        var paid = isReversed(event.deduction())
                ? account.meterReversibly(event.session(), event.amount(), event.deduction())
                : account.meter(event.session(), event.amount());
        missing(account, event, event.amount().minus(Parts.sum(paid)));
    }

    private boolean simulates(AccountEvent event) {
        return time.contains(event.bookedAt());
    }

    private boolean isReversed(DeductionId deduction) {
        return reversed.test(KeyedId.hash(deduction.value()));
    }

    private void deduct(SimulatedAccount account, CreditsDeducted event) {
        if (event.usage().isPresent()) {
            charge(account, event, event.usage().get());
        } else {
            missing(account, event, event.amount().minus(pay(account, event, event.amount())));
        }
    }

    private void charge(SimulatedAccount account, CreditsDeducted event, RatedUsage usage) {
        var now = event.bookedAt();
        if (!simulates(event)) {
            used(account, now, usage.credits());
            account.owe(usage.credits().minus(pay(account, event, usage.credits())));
            return;
        }
        var line = line(usage);
        var cost = line.simulated(usage, account.usedInMonth(now));
        used(account, now, cost.credits());
        var paid = pay(account, event, cost.credits());
        line.add(usage, event.amount(), cost, paid);
        var lacking = cost.credits().minus(paid);
        var inReality = event.uncovered().orElse(Credits.ZERO);
        if (inReality.isPositive()) {
            account.owe(lacking);
        }
        if (lacking.exceeds(inReality)) {
            missing(account, event, lacking.minus(inReality));
        }
    }

    private void used(SimulatedAccount account, Instant now, Credits credits) {
        if (byMonth) {
            account.used(now, credits);
        }
    }

    private Credits pay(SimulatedAccount account, CreditsDeducted event, Credits price) {
        return isReversed(event.deduction())
                ? account.payReversibly(event.deduction(), price, event.amount())
                : account.pay(price);
    }

    private UsageLine line(RatedUsage usage) {
        var tokens = usage.tokens();
        return lines.computeIfAbsent(
                new LineKey(usage.tier(), tokens.vendor(), tokens.model()),
                key -> new UsageLine(key.tier(), new ModelName(key.vendor(), key.model()), assumed));
    }

    private void missing(SimulatedAccount account, BoundEvent event, Credits lacking) {
        if (lacking.isZero()) {
            return;
        }
        if (account.runsOut()) {
            ranOut++;
            if (listed.size() < listedMax) {
                listed.put(
                        event.aggregate(), new RunOut(event.account(), event.bookedAt(), lacking, 0, BigDecimal.ZERO));
            }
        }
        listed.computeIfPresent(
                event.aggregate(),
                (_, known) -> new RunOut(
                        known.account(),
                        known.at(),
                        known.lacking(),
                        known.requests() + 1,
                        known.unpaidCredits().add(lacking.toBigDecimal())));
    }

    /** One that is open. */
    Optional<SimulatedAccount> account(AccountId id) {
        return Optional.ofNullable(accounts.get(id.value()));
    }

    public SimulationReport report() {
        var unpriced = new TreeMap<ModelName, Long>(
                Comparator.comparing(ModelName::vendor).thenComparing(ModelName::model));
        if (assumed.prices().isPresent()) {
            lines.values().stream()
                    .filter(line -> !line.priced())
                    .forEach(line -> unpriced.merge(line.model(), line.requests(), Long::sum));
        }
        return new SimulationReport(
                lines.values().stream()
                        .map(UsageLine::line)
                        .sorted(Comparator.comparing(SimulationReport.Line::tier)
                                .thenComparing(line -> line.model().vendor())
                                .thenComparing(line -> line.model().model()))
                        .toList(),
                ranOut,
                listed.values().stream().toList(),
                unpriced);
    }
}
