package dev.creditledger.api.demo.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client has seen of its session.
 *
 * @param session empty: it was refused
 * @param refused with which code
 * @param least whole seconds for which it was connected for sure: whatever ends within a second may be lost with each
 *     connection
 * @param most as {@code least}: it was connected no longer
 * @param end as it was told; empty: it was not there any more
 * @param warnings that it got, by the share in percent that was left
 */
record Witness(
        Visit visit,
        Optional<String> session,
        Optional<String> refused,
        long least,
        long most,
        Optional<Ear.End> end,
        Map<Integer, Integer> warnings) {

    static Witness of(Visit visit, Optional<String> session, List<Ear> ears) {
        var warnings = new TreeMap<Integer, Integer>();
        ears.forEach(ear -> ear.warnings().forEach((percent, count) -> warnings.merge(percent, count, Integer::sum)));
        return new Witness(
                visit,
                session,
                ears.stream().flatMap(ear -> ear.refused().stream()).findFirst(),
                ears.stream().mapToLong(ear -> ear.least().toSeconds()).sum(),
                ears.stream()
                        .map(Ear::most)
                        .reduce(Duration.ZERO, Duration::plus)
                        .toSeconds(),
                ears.stream().flatMap(ear -> ear.end().stream()).findFirst(),
                warnings);
    }
}
