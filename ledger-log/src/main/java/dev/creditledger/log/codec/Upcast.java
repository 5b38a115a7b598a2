package dev.creditledger.log.codec;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Brings the JSON of one version of an event into the form of the next. */
record Upcast(EventType from, UnaryOperator<ObjectNode> change) {

    /** The next version only has more that may be absent. */
    static Upcast lacking(String name, int version) {
        return new Upcast(new EventType(name, version), UnaryOperator.identity());
    }

    EventType to() {
        return new EventType(from.name(), from.version() + 1);
    }
}
