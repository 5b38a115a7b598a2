package dev.creditledger.log.codec;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Brings the JSON of one version of an event into the form of the next. */
record Upcast(EventType from, UnaryOperator<ObjectNode> change) {

    EventType to() {
        return new EventType(from.name(), from.version() + 1);
    }
}
