package dev.creditledger.api.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** The files of the API page's library that the page needs, from the class path: it works without the internet. */
final class SwaggerUi {

    private static final Map<String, String> FILES = Map.of(
            "swagger-ui-bundle.js", "text/javascript",
            "swagger-ui.css", "text/css",
            "favicon-32x32.png", "image/png");

    private static final String DIRECTORY = "META-INF/resources/webjars/swagger-ui/" + version() + "/";

    record File(Resource content, String mediaType) {}

    private SwaggerUi() {}

    static Optional<File> file(String name) {
        return Optional.ofNullable(FILES.get(name))
                .map(mediaType -> new File(new ClassPathResource(DIRECTORY + name), mediaType));
    }

    /** Of the one on the class path, as its own description says. */
    private static String version() {
        var description = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
        var properties = new Properties();
        try (var stream = SwaggerUi.class.getResourceAsStream(description)) {
            properties.load(Objects.requireNonNull(stream, description));
            return Objects.requireNonNull(properties.getProperty("version"), "version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
