package dev.creditledger.domain;

import java.util.List;
import java.util.stream.Stream;

/** What an aggregate answers to a command: the events that follow from it, or the reason why it is refused. */
public sealed interface Decision<E extends Event, R extends Rejection> {

    record Accepted<E extends Event, R extends Rejection>(List<E> events) implements Decision<E, R> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    record Rejected<E extends Event, R extends Rejection>(R reason) implements Decision<E, R> {}

    static <E extends Event, R extends Rejection> Decision<E, R> accept(E event) {
        return new Accepted<>(List.of(event));
    }

    static <E extends Event, R extends Rejection> Decision<E, R> reject(R reason) {
        return new Rejected<>(reason);
    }

    /** The same decision with what had become due before it; a rejection writes nothing. */
    default Decision<E, R> after(List<? extends E> due) {
        return switch (this) {
            case Accepted<E, R>(var events)
            when !due.isEmpty() ->
                new Accepted<>(Stream.concat(due.stream(), events.stream()).toList());
            case Accepted<E, R> accepted -> accepted;
            case Rejected<E, R> rejected -> rejected;
        };
    }
}
