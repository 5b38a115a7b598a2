package dev.creditledger.projections;

import dev.creditledger.log.store.EventFeed;
import dev.creditledger.log.store.FeedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads the log in chunks. Where there is much to read, a thread of its own reads and decodes the next ones while those
 * before are folded and written. Not for two threads at once.
 */
public final class ReadAhead implements AutoCloseable {

    /** Chunks in memory. */
    private static final int CHUNKS_MAX = 8;

    private record Chunk(long after, CompletableFuture<List<FeedEvent>> events) {}

    private final EventFeed feed;
    private final int chunk;
    private final Deque<Chunk> coming = new ArrayDeque<>();
    private final ThreadPoolExecutor thread;

    /** @param chunk events that are read by one statement */
    public ReadAhead(EventFeed feed, int chunk) {
        this.feed = feed;
        this.chunk = chunk;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("projector-ahead").factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * The next events after {@code position}: a chunk of them, or {@code max} if that is less. Fewer: there are no more yet.
     *
     * @param head where the log is known to go to
     */
    public List<FeedEvent> after(long position, int max, long head) {
        if (max < chunk) {
            forget();
            return feed.after(position, max);
        }
        if (!coming.isEmpty() && coming.getFirst().after() != position) {
            forget();
        }
        var next = coming.isEmpty() ? position : coming.getLast().after() + chunk;
        for (; coming.size() < CHUNKS_MAX && next + chunk <= head; next += chunk) {
            var after = next;
            coming.add(new Chunk(after, CompletableFuture.supplyAsync(() -> feed.after(after, chunk), thread)));
        }
        return coming.isEmpty() ? feed.after(position, chunk) : result(coming.removeFirst());
    }

    private static List<FeedEvent> result(Chunk chunk) {
        try {
            return chunk.events().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    int chunk() {
        return chunk;
    }

    /** What was read ahead is not wanted any more. */
    void forget() {
        coming.forEach(chunk -> chunk.events().cancel(false));
        coming.clear();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
