package dev.creditledger.api.docs;

import dev.creditledger.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API, a page to try it on, and an explanation for each problem. */
@RestController
class DocsController {

    private final OpenApi openApi;

    DocsController(OpenApi openApi) {
        this.openApi = openApi;
    }

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] openApi() {
        return openApi.json();
    }

    @GetMapping(path = "/docs", produces = MediaType.TEXT_HTML_VALUE)
    byte[] page() {
        return resource("docs.html");
    }

    @GetMapping(path = "/docs/start.js", produces = "text/javascript")
    byte[] script() {
        return resource("start.js");
    }

    @GetMapping("/docs/assets/{name}")
    ResponseEntity<Resource> asset(@PathVariable String name) {
        var file = SwaggerUi.file(name).orElseThrow(Problem.NOT_FOUND::here);
        return ResponseEntity.ok()
                .header("Content-Type", file.mediaType())
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)))
                .body(file.content());
    }

    @GetMapping("/")
    ResponseEntity<Void> start() {
        return ResponseEntity.status(302).header("Location", "/docs").build();
    }

    @GetMapping(path = "/problems/{code}", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> problem(@PathVariable String code) {
        var problem = Arrays.stream(Problem.values())
                .filter(each -> each.code().equals(code))
                .findAny()
                .orElseThrow(Problem.NOT_FOUND::here);
        return Map.of(
                "type", problem.type(),
                "code", problem.code(),
                "status", problem.status(),
                "title", problem.title(),
                "detail", problem.advice());
    }

    private static byte[] resource(String name) {
        try (InputStream resource = Objects.requireNonNull(DocsController.class.getResourceAsStream(name), name)) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
