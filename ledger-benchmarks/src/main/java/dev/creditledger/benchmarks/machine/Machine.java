package dev.creditledger.benchmarks.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * What the figures were measured on.
 *
 * @param memoryMegabytes of the machine
 * @param heapMaxMegabytes of this JVM
 * @param loadBefore runnable threads of the whole machine over the minute before the run, 0 if it does not say: what
 *     else it was doing
 * @param fileSystem where the databases lie
 * @param fsyncMicros median time to write 8 KiB and have them on disk
 */
public record Machine(
        String processor,
        int cores,
        long memoryMegabytes,
        String system,
        String jvm,
        List<String> jvmFlags,
        long heapMaxMegabytes,
        double loadBefore,
        String fileSystem,
        long fsyncMicros) {

    private static final long MEGABYTE = 1024 * 1024;
    private static final int SYNCS = 200;
    private static final int PAGE = 8192;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** @param directory on the disk in question */
    public static Machine look(Path directory) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        var runtime = ManagementFactory.getRuntimeMXBean();
        try {
            return new Machine(
                    model(),
                    Runtime.getRuntime().availableProcessors(),
                    system.getTotalMemorySize() / MEGABYTE,
                    system.getName() + " " + system.getVersion() + " " + system.getArch(),
                    runtime.getVmName() + " " + runtime.getVmVersion(),
                    runtime.getInputArguments().stream()
                            .filter(flag -> flag.startsWith("-X"))
                            .toList(),
                    Runtime.getRuntime().maxMemory() / MEGABYTE,
                    Math.max(0, system.getSystemLoadAverage()),
                    Files.getFileStore(directory).type(),
                    measureFsync(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the machine", e);
        }
    }

    private static String model() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static long measureFsync(Path directory) throws IOException {
        var file = directory.resolve("fsync");
        var nanos = new long[SYNCS];
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (var i = 0; i < SYNCS; i++) {
                var begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE), (long) i * PAGE);
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(nanos);
        return nanos[SYNCS / 2] / 1000;
    }
}
