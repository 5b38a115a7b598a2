package dev.creditledger.api.live;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** When a client was last heard of, in real time, and what it was last asked. */
final class Pulse {

    private final SocketSettings settings;
    private final long since = System.nanoTime();
    private long heardAt = since;
    private long askedAt = since;
    private long pings;
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    Pulse(SocketSettings settings) {
        this.settings = settings;
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    boolean isLate() {
        return isOver(since, settings.authenticateWithin());
    }

    boolean isSilent() {
        return isOver(heardAt, settings.silentAfter());
    }

    /** Whether it is time to ask, when nothing else is. */
    boolean isToAsk() {
        return isOver(askedAt, settings.pingEvery());
    }

    private static boolean isOver(long since, Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }

    /** Answers the number of a new ping. Its answer is one to those before it as well. */
    long ask() {
        var before = answer;
        answer = new CompletableFuture<>();
        var _ = answer.thenRun(() -> before.complete(null));
        askedAt = System.nanoTime();
        return ++pings;
    }

    /** It will answer no more. */
    void stopped() {
        answer.complete(null);
    }

    /** Of the last ping. */
    CompletableFuture<Void> answer() {
        return answer;
    }

    /** @param then completes when what the answer led to is done */
    void answered(long ping, CompletableFuture<Void> then) {
        if (ping == pings) {
            var asked = answer;
            var _ = then.thenRun(() -> asked.complete(null));
        }
    }
}
