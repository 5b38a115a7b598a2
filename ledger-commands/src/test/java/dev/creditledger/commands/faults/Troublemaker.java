package dev.creditledger.commands.faults;

import dev.creditledger.commands.faults.Cluster.Place;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.log.wire.Append;
import dev.creditledger.log.wire.Wire;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Lets the faults of a deck befall the appends of one node. Counts only those that really did. */
final class Troublemaker implements Wire.Trouble {

    private static final double SLOW_MILLIS_MAX = 30;

    private final Place place;
    private final Deck deck;
    private final Administrator administrator;
    private final ForeignWriter foreign;
    private final AccountId hot;
    private final Queue<Append> late = new ConcurrentLinkedQueue<>();

    Troublemaker(Place place, Deck deck, Administrator administrator, ForeignWriter foreign, AccountId hot) {
        this.place = place;
        this.deck = deck;
        this.administrator = administrator;
        this.foreign = foreign;
        this.hot = hot;
    }

    @Override
    public void befall(Append append) throws IOException {
        var dealt = deck.deal();
        if (dealt.isEmpty()) {
            passBesideLateOnes(append);
            return;
        }
        var fault = dealt.get();
        var hit = false;
        try {
            hit = befall(append, fault);
        } catch (SQLException e) {
            // The administrator met a fault herself, such as a crash: this one was none.
            append.hangUp();
        } finally {
            deck.settle(fault, hit);
        }
        if (!append.isOver()) {
            append.pass();
        }
    }

    private void passBesideLateOnes(Append append) throws IOException {
        var lateFirst = append.length() % 2 == 0;
        if (lateFirst) {
            deliverLate();
        }
        append.pass();
        if (!lateFirst) {
            deliverLate();
        }
    }

    /** What was held back reaches the database now. */
    void deliverLate() {
        for (var held = late.poll(); held != null; held = late.poll()) {
            try {
                held.error();
            } catch (IOException e) {
                // Its session is gone, and it with it.
            }
            held.hangUp();
        }
    }

    /** @return whether it had the effect that it is named for */
    private boolean befall(Append append, Fault fault) throws IOException, SQLException {
        return switch (fault.kind()) {
            case CUT_BEFORE -> {
                append.hangUp();
                yield true;
            }
            case CUT_IN_REQUEST -> {
                append.send(fault.offset(append.length()));
                append.hangUp();
                yield true;
            }
            case CUT_WHILE_COMMITTING -> {
                append.send();
                append.hangUp();
                yield true;
            }
            case CUT_IN_ANSWER -> {
                append.tell(fault.offset(append.answerLength()));
                append.hangUp();
                yield true;
            }
            case DELIVERED_LATE -> {
                append.hangUpOnClient();
                late.add(append);
                yield true;
            }
            case OUTAGE -> outage(append, fault);
            case SLOW -> {
                LockSupport.parkNanos((long) (fault.where() * TimeUnit.MILLISECONDS.toNanos(1) * SLOW_MILLIS_MAX));
                yield true;
            }
            case HEAD_LOCKED, LOCK_TIMEOUT, CANCELLED, TERMINATED -> whileHeadIsLocked(append, fault);
            case FOREIGN_WRITER -> {
                foreign.writeTo(hot);
                yield append.error().equals("23505");
            }
            case SHUTDOWN -> place.replace();
            case CRASH -> {
                append.send();
                administrator.crash(append.backend());
                append.hangUp();
                yield true;
            }
        };
    }

    private boolean outage(Append append, Fault fault) throws IOException {
        if (fault.where() < 0.5) {
            append.error();
        }
        var node = place.node();
        var before = node.count("ledger.commands.unknown");
        place.wire.cut();
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(2))
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> node.count("ledger.commands.unknown") > before);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        } finally {
            place.wire.mend();
        }
    }

    private boolean whileHeadIsLocked(Append append, Fault fault) throws IOException, SQLException {
        try (var lock = administrator.lockHead()) {
            append.send();
            if (!administrator.waitsForLock(append.backend())) {
                return false;
            }
            return switch (fault.kind()) {
                case LOCK_TIMEOUT -> append.error().equals("55P03");
                case CANCELLED -> {
                    administrator.cancel(append.backend());
                    yield append.error().equals("57014");
                }
                case TERMINATED -> {
                    administrator.terminate(append.backend());
                    if (fault.where() < 0.5) {
                        release(lock);
                    }
                    yield append.endsSession();
                }
                default -> true;
            };
        }
    }

    private static void release(Connection lock) throws SQLException {
        lock.rollback();
    }
}
