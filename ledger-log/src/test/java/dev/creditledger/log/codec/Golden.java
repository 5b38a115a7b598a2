package dev.creditledger.log.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Files that say how something is stored. */
final class Golden {

    private Golden() {}

    static String text(EventType type) throws IOException {
        return text(type.name() + ".v" + type.version());
    }

    static String text(String name) throws IOException {
        try (var file = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            if (file == null) {
                throw new IOException("no golden file for " + name);
            }
            return new String(file.readAllBytes(), UTF_8).stripTrailing();
        }
    }
}
