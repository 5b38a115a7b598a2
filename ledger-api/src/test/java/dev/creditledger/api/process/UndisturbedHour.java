package dev.creditledger.api.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job from a first start to its end, and nothing in its way. It takes long, so all who look at it share one run. */
final class UndisturbedHour {

    static final LedgerData DATA = new LedgerData(
            Path.of("target", Packaged.ownName("undisturbed-hour")).toAbsolutePath());

    static final JsonNode SUMMARY = run();

    private UndisturbedHour() {}

    private static JsonNode run() {
        try {
            FileSystemUtils.deleteRecursively(DATA.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var demo = LedgerProcess.start("demo", "--json", "--port=0", "--data=" + DATA.directory())) {
            return JsonMapper.shared().readTree(demo.awaitOutput("independentCheck"));
        }
    }
}
