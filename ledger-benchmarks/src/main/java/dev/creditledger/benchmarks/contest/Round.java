package dev.creditledger.benchmarks.contest;

import dev.creditledger.benchmarks.load.Measured;
import dev.creditledger.benchmarks.machine.CpuTime;
import java.time.Duration;

/** One contender's turn, and the processor time it took. */
public record Round(Measured measured, CpuTime cpu) {

    public double acceptedPerSecond() {
        return measured.acceptedPerSecond();
    }

    /** Processor time of the caller and all of this process, for each accepted command. */
    public double jvmMicros() {
        return micros(cpu.jvm());
    }

    public double databaseMicros() {
        return micros(cpu.database());
    }

    public double cpuMicros() {
        return micros(cpu.total());
    }

    private double micros(Duration time) {
        return time.toNanos() / 1000.0 / Math.max(1, measured.accepted());
    }
}
