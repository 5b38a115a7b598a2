package dev.creditledger.commands.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What waits for one worker: bounded, and once closed it takes nothing more but loses nothing it took. */
final class Inbox {

    enum Admission {
        ADMITTED,
        FULL,
        CLOSED
    }

    private final Queue<Work> waiting = new ArrayDeque<>();
    private final int waitingMax;
    private int wanted;
    private boolean nudged;
    private boolean closed;

    Inbox(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    synchronized Admission offer(Work work) {
        if (closed) {
            return Admission.CLOSED;
        }
        if (waiting.size() >= waitingMax) {
            return Admission.FULL;
        }
        waiting.add(work);
        if (waiting.size() == wanted) {
            notifyAll();
        }
        return Admission.ADMITTED;
    }

    /**
     * Waits until there is enough, or there was a {@link #nudge}, or it was closed, and gives what there is then. An
     * interrupt does not end the waiting: only these do, so that nobody is left without an answer.
     *
     * @param enough at least 1
     */
    synchronized List<Work> take(int enough, int max) {
        wanted = enough;
        while (waiting.size() < enough && !nudged && !closed) {
            try {
                wait();
            } catch (InterruptedException _) {
                // Go on waiting.
            }
        }
        nudged = false;
        var taken = new ArrayList<Work>(Math.min(waiting.size(), max));
        while (!waiting.isEmpty() && taken.size() < max) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /** Ends the waiting of who takes, whatever there is. */
    synchronized void nudge() {
        nudged = true;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Closed, and all has been taken. */
    synchronized boolean isDrained() {
        return closed && waiting.isEmpty();
    }

    synchronized int size() {
        return waiting.size();
    }
}
