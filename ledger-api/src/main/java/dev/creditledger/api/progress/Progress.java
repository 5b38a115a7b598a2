package dev.creditledger.api.progress;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far the work is: a bar on a terminal, plain lines elsewhere. */
public sealed interface Progress extends AutoCloseable {

    default void step() {
        step(1);
    }

    void step(long steps);

    @Override
    void close();

    static Progress of(String task, long steps) {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                ? new Bar(new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                        .setUpdateIntervalMillis(200)
                        .showSpeed()
                        .build())
                : new Lines(task, steps, System.err);
    }

    record Bar(ProgressBar bar) implements Progress {
        @Override
        public void step(long steps) {
            bar.stepBy(steps);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** One line for each tenth. */
    record Lines(String task, long steps, PrintStream out, AtomicLong done, long startNanos) implements Progress {

        private static final int PARTS = 10;
        private static final double RATE_AFTER_SECONDS = 1;

        Lines(String task, long steps, PrintStream out) {
            this(task, steps, out, new AtomicLong(), System.nanoTime());
        }

        @Override
        public void step(long more) {
            var now = done.addAndGet(more);
            if (now * PARTS / steps != (now - more) * PARTS / steps) {
                out.printf(Locale.ROOT, "%s: %,d of %,d%s%n", task, now, steps, rate(now));
            }
        }

        /** None of the first moments, which say nothing of the rest. */
        private String rate(long now) {
            var seconds = (System.nanoTime() - startNanos) / 1e9;
            return seconds < RATE_AFTER_SECONDS
                    ? ""
                    : String.format(
                            Locale.ROOT, ", %,.0f/s, %.0f s left", now / seconds, seconds * (steps - now) / now);
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
