package dev.creditledger.domain.dispatch;

import java.util.List;
import java.util.Optional;

/** Something that may keep the whole write side from writing, such as a clock that is wrong or a disk that is full. */
@FunctionalInterface
public interface Refusal {

    /** Why nothing may be written now; empty: it may. Asked for each command, so it answers from memory. */
    Optional<String> now();

    /** The first of them that keeps it. */
    static Refusal anyOf(List<Refusal> refusals) {
        var all = List.copyOf(refusals);
        return () -> {
            for (var refusal : all) {
                var reason = refusal.now();
                if (reason.isPresent()) {
                    return reason;
                }
            }
            return Optional.empty();
        };
    }
}
