package dev.creditledger.commands.faults;

import dev.creditledger.commands.faults.Fault.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Faults in an order that the seed decides, dealt to appends. One that missed its append goes back. */
final class Deck {

    /** A crash takes the whole database away for a second: a few will do. */
    private static final int FAULTS_PER_CRASH = 100;

    /** Appends that pass unharmed between two that do not, at most. */
    private static final int GAP_MAX = 3;

    private final Random random;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Kind, Integer> hits = new EnumMap<>(Kind.class);
    private int gap;
    private int dealt;

    Deck(int size, Random random) {
        this.random = random;
        var crashes = Math.max(1, size / FAULTS_PER_CRASH);
        for (var i = 0; i < crashes; i++) {
            faults.add(new Fault(Kind.CRASH, random.nextDouble()));
        }
        var cheap = EnumSet.complementOf(EnumSet.of(Kind.CRASH)).stream().toList();
        for (var i = 0; faults.size() < size; i++) {
            faults.add(new Fault(cheap.get(i % cheap.size()), random.nextDouble()));
        }
        Collections.shuffle(faults, random);
    }

    /** Empty: this append passes. */
    synchronized Optional<Fault> deal() {
        if (faults.isEmpty() || gap > 0) {
            gap--;
            return Optional.empty();
        }
        gap = random.nextInt(GAP_MAX + 1);
        dealt++;
        return Optional.of(faults.removeLast());
    }

    synchronized void settle(Fault fault, boolean hit) {
        dealt--;
        if (hit) {
            hits.merge(fault.kind(), 1, Integer::sum);
        } else {
            faults.addFirst(fault);
        }
    }

    /** Every fault has hit an append. */
    synchronized boolean isDone() {
        return faults.isEmpty() && dealt == 0;
    }

    synchronized int hits() {
        return hits.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized String toString() {
        return hits + ", still to come " + faults.size() + ", under way " + dealt;
    }
}
