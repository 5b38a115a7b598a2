package dev.creditledger.benchmarks.load;

/** What one caller does again and again. Each caller has its own, used by one thread. */
@FunctionalInterface
public interface Call {

    /** @return how many commands were accepted */
    int run() throws Exception;
}
