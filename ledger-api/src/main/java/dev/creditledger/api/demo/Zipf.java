package dev.creditledger.api.demo;

import java.util.Arrays;
import java.util.Random;

/** Draws a rank from 0, with a probability in proportion to 1 / (rank + 1): Zipf's law with exponent 1. */
final class Zipf {

    private final double[] upTo;

    Zipf(int ranks) {
        upTo = new double[ranks];
        var sum = 0.0;
        for (var rank = 0; rank < ranks; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
    }

    int draw(Random random) {
        var place = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return Math.min(place >= 0 ? place + 1 : -place - 1, upTo.length - 1);
    }
}
