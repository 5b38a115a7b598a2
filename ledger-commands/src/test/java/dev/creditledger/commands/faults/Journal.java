package dev.creditledger.commands.faults;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** All that was ever asked, and what callers know of it. */
final class Journal {

    /** Account and key. */
    record Name(String account, String key) {}

    /** Answers that are not final. */
    final LongAdder unknown = new LongAdder();

    final LongAdder unavailable = new LongAdder();
    final LongAdder overloaded = new LongAdder();

    private final ConcurrentMap<Name, Asked> asked = new ConcurrentHashMap<>();

    void add(Asked one) {
        if (asked.putIfAbsent(new Name(one.account().value(), one.key), one) != null) {
            throw new IllegalArgumentException("another command has the key " + one.key);
        }
    }

    ConcurrentMap<Name, Asked> byName() {
        return asked;
    }

    Collection<Asked> all() {
        return asked.values();
    }
}
