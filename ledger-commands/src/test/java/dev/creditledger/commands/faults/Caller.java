package dev.creditledger.commands.faults;

import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.reverse;
import static dev.creditledger.commands.Samples.tooLarge;
import static dev.creditledger.commands.Samples.withoutAmount;

import dev.creditledger.commands.bus.Node;
import dev.creditledger.commands.faults.Asked.Health;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Asks for one thing after the other, as a caller should who wants to be sure: the same again under the same key, of any
 * node, until there is an answer that settles it; sometimes twice at once, and sometimes once more much later.
 */
final class Caller implements Runnable {

    private static final long ANSWER_WITHIN_SECONDS = 120;
    private static final long PAUSE_MILLIS = 2;

    private final int number;
    private final List<AccountId> accounts;
    private final Cluster cluster;
    private final Journal journal;
    private final BooleanSupplier goesOn;
    private final BooleanSupplier hasHope;
    private final Random random;
    private final List<Asked> settled = new ArrayList<>();
    private int count;

    Caller(
            int number,
            List<AccountId> accounts,
            Cluster cluster,
            Journal journal,
            BooleanSupplier goesOn,
            BooleanSupplier hasHope,
            Random random) {
        this.number = number;
        this.accounts = accounts;
        this.cluster = cluster;
        this.journal = journal;
        this.goesOn = goesOn;
        this.hasHope = hasHope;
        this.random = random;
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            var chance = random.nextInt(100);
            if (chance < 8 && !settled.isEmpty()) {
                settle(settled.get(random.nextInt(settled.size())), 1);
            } else {
                var asked = chance < 12 ? unsound() : sound();
                journal.add(asked);
                settle(asked, chance > 90 ? 2 : 1);
                if (!asked.acceptances().isEmpty()) {
                    settled.add(asked);
                }
            }
        }
    }

    /** The first two accounts are hot. */
    private AccountId account() {
        return accounts.get(random.nextBoolean() ? random.nextInt(2) : random.nextInt(accounts.size()));
    }

    private String name() {
        return "caller-" + number + "-" + ++count;
    }

    private Asked sound() {
        var name = name();
        var chance = random.nextInt(100);
        if (chance < 10 && !settled.isEmpty()) {
            var earlier = settled.get(random.nextInt(settled.size()));
            if (earlier.command instanceof DeductCredits) {
                return new Asked(reverse(earlier.account(), earlier.key, Optional.empty(), name), name, Health.SOUND);
            }
        }
        var command = chance < 25
                ? grant(account(), 1 + random.nextInt(40), name)
                : deduct(account(), 1 + random.nextInt(20), name);
        return new Asked(command, name, Health.SOUND);
    }

    private Asked unsound() {
        var name = name();
        var account = account();
        return switch (random.nextInt(3)) {
            case 0 -> new Asked(withoutAmount(account, name), name, Health.BREAKS_HANDLER);
            case 1 -> new Asked(grant(account, 7, name), name, Health.CANNOT_BE_ENCODED);
            default -> new Asked(tooLarge(account, name), name, Health.REFUSED_BY_DATABASE);
        };
    }

    private void settle(Asked asked, int atOnce) {
        var asking = new ArrayList<CompletableFuture<Void>>();
        for (var i = 1; i < atOnce; i++) {
            var node = random.nextInt(2);
            asking.add(CompletableFuture.runAsync(() -> untilSettled(asked, node), Thread::startVirtualThread));
        }
        untilSettled(asked, asked.account().hashCode() & 1);
        asking.forEach(CompletableFuture::join);
    }

    private void untilSettled(Asked asked, int firstNode) {
        for (var node = firstNode; hasHope.getAsBoolean() && !isSettled(asked, cluster.node(node)); node++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    private boolean isSettled(Asked asked, Node node) {
        try {
            var outcome = node.dispatch
                    .submit(submission(asked))
                    .orTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .join();
            switch (outcome) {
                case Outcome.Unknown _ -> journal.unknown.increment();
                case Outcome.Unavailable _ -> journal.unavailable.increment();
                case Outcome.Overloaded _ -> journal.overloaded.increment();
                default -> {
                    asked.answered(outcome);
                    return true;
                }
            }
            return false;
        } catch (CompletionException e) {
            asked.failed(e);
            return true;
        }
    }

    @SuppressWarnings("NullAway") // without a cause nothing can be written: that is what is wrong with it
    private static Submission submission(Asked asked) {
        var sound = Node.submission(asked.command, asked.key);
        return asked.health == Health.CANNOT_BE_ENCODED ? new Submission(asked.command, null, sound.once()) : sound;
    }
}
