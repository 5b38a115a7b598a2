package dev.creditledger.benchmarks;

import java.io.PrintStream;
import java.time.Duration;

/** Says on standard error what is going on, so that standard output holds the result alone. */
final class Progress {

    private final PrintStream out;
    private final long begin = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String what) {
        out.printf("%4d s  %s%n", elapsed().toSeconds(), what);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
