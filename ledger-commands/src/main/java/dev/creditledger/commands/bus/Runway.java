package dev.creditledger.commands.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * From where flights leave for the disk, one after the other. While one is under way the next can stand by: it leaves at
 * the instant at which the other has landed, without waiting for whoever decides to take notice of that. It stays when the
 * other failed, or brings answers that are yet to be confirmed.
 */
final class Runway {

    /** @param landing the position of its first event, or why it failed */
    record Departure(Flight flight, CompletableFuture<Long> landing) {

        Departure(Flight flight) {
            this(flight, new CompletableFuture<>());
        }
    }

    private final BatchRunner runner;
    private final Executor appender;
    private final Runnable landed;
    private final AtomicReference<@Nullable Departure> standby = new AtomicReference<>();

    /**
     * @param appender runs one task after the other
     * @param landed is called, by whatever thread, when a flight has landed
     */
    Runway(BatchRunner runner, Executor appender, Runnable landed) {
        this.runner = runner;
        this.appender = appender;
        this.landed = landed;
    }

    /** Only when all that left before has landed. */
    void start(Departure departure) {
        if (departure.flight().events() == 0) {
            departure.landing().complete(0L);
            landed.run();
            return;
        }
        try {
            appender.execute(() -> fly(departure));
        } catch (Throwable e) {
            departure.landing().completeExceptionally(e);
            landed.run();
        }
    }

    /** Leaves as soon as what is under way has landed, if all is well then, and it has not been recalled. */
    void standBy(Departure departure) {
        standby.set(departure);
    }

    /** @return false: it has left */
    boolean recall(Departure departure) {
        return standby.compareAndSet(departure, null);
    }

    /** Looks who stands by before it says that it has landed: whoever hears that knows that nobody leaves any more. */
    private void fly(Departure first) {
        @Nullable Departure next = first;
        while (next != null) {
            var departure = next;
            next = null;
            try {
                var position = runner.append(departure.flight());
                next = departure.flight().needsConfirmation() ? null : standby.getAndSet(null);
                departure.landing().complete(position);
            } catch (Throwable e) {
                departure.landing().completeExceptionally(e);
            }
            landed.run();
        }
    }
}
