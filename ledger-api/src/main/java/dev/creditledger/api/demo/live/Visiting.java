package dev.creditledger.api.demo.live;

import dev.creditledger.api.dev.Clockwork;
import dev.creditledger.api.live.Connections;
import dev.creditledger.api.progress.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets all sessions live, step by step of business time: first all that is to be done at a step is done and answered, then
 * the clock is moved.
 */
final class Visiting {

    /** Between two steps at which something is done: a checkpoint falls due. */
    static final Duration STEP = Duration.ofSeconds(30);

    /** Once nothing is done any more, until the last session has ended by itself. */
    static final Duration LONG_STEP = Duration.ofMinutes(5);

    /** A node takes 20 connections from an address that have not said who they are. */
    private static final int AT_ONCE = 16;

    private final Clockwork clockwork;
    private final LivePlan plan;
    private final Map<Visit, Visitor> visitors;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Visiting(Clockwork clockwork, LivePlan plan, LiveDoor door, Connections server) {
        this.clockwork = clockwork;
        this.plan = plan;
        this.visitors = plan.visits().stream()
                .collect(Collectors.toMap(Function.identity(), visit -> new Visitor(visit, door, server)));
    }

    /**
     * Returns when no session runs any more.
     *
     * @param longest that a session may last by itself once nothing is done to it
     */
    List<Witness> all(Duration longest) throws InterruptedException {
        var rest = longest.dividedBy(LONG_STEP) + 1;
        try (var progress = Progress.of("Steps of the clock", plan.lastStep() + 1 + rest)) {
            for (var step = 0; step <= plan.lastStep(); step++) {
                perform(step);
                advance(STEP, progress);
            }
            for (var i = 0; i < rest; i++) {
                advance(LONG_STEP, progress);
            }
        }
        visitors.values().forEach(Visitor::depart);
        return plan.visits().stream().map(visit -> visitor(visit).witness()).toList();
    }

    private Visitor visitor(Visit visit) {
        var visitor = visitors.get(visit);
        if (visitor == null) {
            throw new IllegalArgumentException("no visit of this plan: " + visit);
        }
        return visitor;
    }

    private void advance(Duration by, Progress progress) {
        clockwork.advance(by);
        progress.step();
    }

    private void perform(int step) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deeds = plan.at(step).stream()
                    .map(visit -> threads.submit(deed(visit, step)))
                    .toList();
            for (var deed : deeds) {
                Patience.finished(deed);
            }
        }
    }

    private Callable<Void> deed(Visit visit, int step) {
        return () -> {
            room.acquire();
            try {
                visitor(visit).perform(visit.at(step).orElseThrow());
            } finally {
                room.release();
            }
            return null;
        };
    }
}
