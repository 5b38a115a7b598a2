package dev.creditledger.benchmarks.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time that has been used so far. Other work on the machine slows a round down, but hardly changes what a
 * command costs the processors.
 *
 * @param jvm of this process, callers included
 * @param database of PostgreSQL's processes
 */
public record CpuTime(Duration jvm, Duration database) {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** @param postmaster process id; what its children used is forgotten when they end */
    public static CpuTime now(long postmaster) {
        var database = ProcessHandle.of(postmaster).stream()
                .flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
        return new CpuTime(Duration.ofNanos(SYSTEM.getProcessCpuTime()), database);
    }

    public CpuTime minus(CpuTime earlier) {
        return new CpuTime(jvm.minus(earlier.jvm), database.minus(earlier.database));
    }

    public Duration total() {
        return jvm.plus(database);
    }
}
