package dev.creditledger.commands.bus;

import dev.creditledger.commands.bus.Batch.SpoiledException;
import dev.creditledger.commands.bus.Flight.Boarding;
import dev.creditledger.commands.bus.Runway.Departure;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.vault.VaultUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides while the disk works: what comes in while one append is under way is decided on what that append will have left
 * behind, and leaves with the next. Nothing is told to a caller before it, and all that it was decided on, is on disk.
 *
 * <p>When an append fails, what was decided ahead of it is taken back, and {@link BatchRunner} sorts things out with
 * nothing under way. Decided with nothing under way, too, is what needs to see the log as it is: keys that were used of
 * late, and what follows up on something closed.
 *
 * <p>Owned by one thread, but for the appends.
 */
final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** While an append is under way there is no hurry: deciding every command as it comes would only cost more. */
    static final int AHEAD_MIN = 16;

    /** Events that may wait to be appended: with those of a last batch, the log takes them in one append. */
    private static final int AHEAD_MAX = 2_000;

    private final Inbox inbox;
    private final int batchMax;
    private final BatchRunner runner;
    private final List<Boarding> boarding = new ArrayList<>();
    private final Runway runway;

    /** Those that left, in order. */
    private final Queue<Departure> underWay = new ArrayDeque<>();

    private @Nullable Departure standingBy;

    /**
     * @param batchMax commands that may be decided ahead
     * @param appender runs one append after the other
     */
    Pipeline(Inbox inbox, int batchMax, BatchRunner runner, Executor appender) {
        this.inbox = inbox;
        this.batchMax = batchMax;
        this.runner = runner;
        this.runway = new Runway(runner, appender, inbox::nudge);
    }

    /** Returns when the inbox is closed and all that it took has an answer. */
    void workOff() {
        while (!inbox.isDrained()) {
            var works = inbox.take(underWay.isEmpty() ? 1 : AHEAD_MIN, batchMax - decidedAhead());
            guarded(works, () -> turn(works));
        }
        guarded(List.of(), this::awaitLanding);
    }

    private void turn(List<Work> works) {
        landWhatHasLanded();
        decide(works);
        depart();
        while (isFull()) {
            land();
        }
    }

    private boolean isFull() {
        return decidedAhead() >= batchMax
                || waiting().mapToInt(Boarding::events).sum() >= AHEAD_MAX;
    }

    private int decidedAhead() {
        return waiting().mapToInt(each -> each.batch().works().size()).sum();
    }

    /** What is decided and has not left, as far as is known here. */
    private Stream<Boarding> waiting() {
        return standingBy == null
                ? boarding.stream()
                : Stream.concat(standingBy.flight().boarding().stream(), boarding.stream());
    }

    private boolean isQuiet() {
        return underWay.isEmpty() && standingBy == null && boarding.isEmpty();
    }

    // --- deciding

    private void decide(List<Work> works) {
        if (works.stream().anyMatch(runner::looksLikeReplay)) {
            awaitLanding();
        }
        var left = runner.unanswered(works);
        while (!left.isEmpty()) {
            left = left.subList(decideSome(left), left.size());
        }
    }

    /** @return how many of the first works are decided, or answered */
    private int decideSome(List<Work> works) {
        var taken = works.size();
        try (var batch = runner.begin(isQuiet())) {
            taken = batch.decide(works);
            if (taken > 0) {
                boarding.add(Boarding.of(batch));
                runner.expectReplays(batch);
            }
        } catch (SpoiledException e) {
            if (e.culprit > 0) {
                decide(works.subList(0, e.culprit));
                return e.culprit;
            }
            awaitLanding();
            runner.run(works.subList(0, 1));
            return 1;
        } catch (LogUnavailableException | VaultUnavailableException e) {
            Answering.unavailable(works, e);
            return works.size();
        } catch (RuntimeException e) {
            awaitLanding();
            runner.findCulprit(works.subList(0, taken), e);
            return taken;
        }
        if (taken < works.size()) {
            awaitLanding();
        }
        return taken;
    }

    // --- appending

    private void awaitLanding() {
        while (!isQuiet()) {
            depart();
            land();
        }
    }

    /** At once, or as soon as what is under way has landed. */
    private void depart() {
        recall();
        if (boarding.isEmpty()) {
            return;
        }
        var departure = new Departure(new Flight(boarding));
        boarding.clear();
        if (underWay.isEmpty()) {
            underWay.add(departure);
            runway.start(departure);
        } else {
            standingBy = departure;
            runway.standBy(departure);
        }
    }

    /** What stands by is boarding again, unless it has left meanwhile. */
    private void recall() {
        var recalled = standingBy;
        if (recalled == null) {
            return;
        }
        standingBy = null;
        if (runway.recall(recalled)) {
            boarding.addAll(0, recalled.flight().boarding());
        } else {
            underWay.add(recalled);
        }
    }

    private void landWhatHasLanded() {
        for (var next = underWay.peek(); next != null && next.landing().isDone(); next = underWay.peek()) {
            land();
        }
    }

    /** Waits for what left first. */
    private void land() {
        var first = underWay.poll();
        if (first == null) {
            return;
        }
        try {
            landed(first.flight(), first.landing().join());
        } catch (CompletionException e) {
            failed(first.flight(), e);
        } catch (Throwable e) {
            first.flight().works().forEach(work -> work.fail(e));
            throw e;
        }
    }

    /** Sends off what boarded meanwhile before it tells anybody. */
    private void landed(Flight landed, long first) {
        var doubtful = runner.confirm(landed);
        if (doubtful.isEmpty()) {
            depart();
        } else {
            var back = takeBack();
            withNothingUnderWay(doubtful, runner::runAnew);
            withNothingUnderWay(back, runner::run);
        }
        runner.answer(landed, first);
    }

    private void failed(Flight landed, CompletionException failure) {
        var back = takeBack();
        landed.undo();
        if (failure.getCause() instanceof RuntimeException cause) {
            withNothingUnderWay(landed.works(), _ -> runner.failed(landed, cause));
        } else {
            LOG.error("An append of {} events failed", landed.events(), failure);
            runner.forget(landed);
            landed.works().forEach(work -> work.fail(failure));
        }
        withNothingUnderWay(back, runner::run);
    }

    private static void withNothingUnderWay(List<Work> works, Consumer<List<Work>> task) {
        try {
            task.accept(works);
        } catch (Throwable e) {
            LOG.error("{} commands failed", works.size(), e);
            works.forEach(work -> work.fail(e));
        }
    }

    /** What was decided ahead is to be decided again. */
    private List<Work> takeBack() {
        recall();
        var ahead = new Flight(boarding);
        boarding.clear();
        ahead.undo();
        return ahead.works();
    }

    /** A bug must neither leave callers waiting nor end the thread. */
    private void guarded(List<Work> works, Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("{} commands, and what was decided ahead, failed", works.size(), e);
            works.forEach(work -> work.fail(e));
            takeBack().forEach(work -> work.fail(e));
        }
    }
}
