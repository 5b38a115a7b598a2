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
        if (waiting.size() == 1) {
            notifyAll();
        }
        return Admission.ADMITTED;
    }

    /**
     * Waits until there is something. Empty: closed, and all has been taken. An interrupt does not end the waiting: only
     * {@link #close} does, so that nobody is left without an answer.
     */
    synchronized List<Work> take(int max) {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException _) {
                // Go on waiting.
            }
        }
        var taken = new ArrayList<Work>(Math.min(waiting.size(), max));
        while (!waiting.isEmpty() && taken.size() < max) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized int size() {
        return waiting.size();
    }
}
