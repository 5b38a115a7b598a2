package dev.creditledger.benchmarks.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Which of the accounts is charged next: a number from 0. */
@FunctionalInterface
public interface AccountChoice {

    int next(SplittableRandom random);

    /** Every account as often as any other. */
    static AccountChoice uniform(int accounts) {
        return random -> random.nextInt(accounts);
    }

    /** Always the same one. */
    static AccountChoice hot() {
        return _ -> 0;
    }

    /** The n-th account {@code n} times less often than the first (Zipf's law with exponent 1). */
    static AccountChoice zipf(int accounts) {
        var upTo = new double[accounts];
        var sum = 0.0;
        for (var i = 0; i < accounts; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
        var total = sum;
        return random -> {
            var found = Arrays.binarySearch(upTo, random.nextDouble() * total);
            return Math.min(accounts - 1, found >= 0 ? found + 1 : -found - 1);
        };
    }
}
