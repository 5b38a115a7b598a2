package dev.creditledger.benchmarks.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that a process has in use, as Linux counts it.
 *
 * @param megabytes now
 * @param peakMegabytes at most since it began
 */
public record Resident(long megabytes, long peakMegabytes) {

    private static final int KILOBYTES = 1024;

    /** @throws IOException also on a machine that does not tell */
    public static Resident of(long process) throws IOException {
        var status = Path.of("/proc", String.valueOf(process), "status");
        return new Resident(megabytes(status, "VmRSS:"), megabytes(status, "VmHWM:"));
    }

    private static long megabytes(Path status, String field) throws IOException {
        try (var lines = Files.lines(status)) {
            var line = lines.filter(each -> each.startsWith(field))
                    .findFirst()
                    .orElseThrow(() -> new IOException(status + " has no " + field));
            return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES;
        }
    }
}
