package dev.creditledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the API says what the server does. */
class DocsTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();

    @Test
    void every_call_is_described_and_nothing_else() {
        var described = new TreeSet<String>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(call -> {
                    if (!call.getKey().equals("parameters")) {
                        described.add(call.getKey().toUpperCase(java.util.Locale.ROOT) + " " + unnamed(path.getKey()));
                    }
                }));
        var served = new TreeSet<String>();
        LEDGER.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues()
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + unnamed(path)))));
        served.removeIf(call -> call.matches("GET (/|/docs.*|/openapi.json)"));

        assertThat(described).isEqualTo(served);
    }

    private static String unnamed(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    @Test
    void every_reference_leads_somewhere() {
        var text = LEDGER.nobody().get("/openapi.json").expect(200).text();
        var document = document();
        var references = Pattern.compile("\"#(/[^\"]*)\"").matcher(text);
        while (references.find()) {
            assertThat(document.at(references.group(1)).isMissingNode())
                    .describedAs(references.group(1))
                    .isFalse();
        }
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        assertThat(text).doesNotContain("x-problem", "x-headers");
    }

    /** In YAML's short form an unquoted comma ends a text, and the rest of it becomes a name without a value. */
    @Test
    void no_text_is_cut_off() {
        assertThat(valueless(document())).isEmpty();
    }

    private static List<String> valueless(JsonNode node) {
        var found = new ArrayList<String>();
        node.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                found.add(member.getKey());
            } else if (!member.getKey().startsWith("example")) {
                found.addAll(valueless(member.getValue()));
            }
        });
        if (node.isArray()) {
            node.valueStream().forEach(item -> found.addAll(valueless(item)));
        }
        return found;
    }

    @TestFactory
    Stream<DynamicTest> every_example_of_a_request_works_and_the_answer_has_the_fields_of_its_example() {
        return document().path("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/api/v1/accounts")
                        && path.getValue().has("post"))
                .flatMap(path -> {
                    var call = path.getValue().path("post");
                    var content = call.at("/requestBody/content/application~1json");
                    var examples = content.has("example")
                            ? Stream.of(content.path("example"))
                            : content.path("examples").values().stream().map(example -> example.path("value"));
                    return examples.map(example -> DynamicTest.dynamicTest(
                            call.path("operationId").asString() + " " + example,
                            () -> tryOut(path.getKey(), call, example)));
                });
    }

    private static void tryOut(String path, JsonNode call, JsonNode example) {
        var account = ADMIN.openWith("100");
        var body = example.toString().replace("\"alice\"", "\"" + UUID.randomUUID() + "\"");
        var reply = ADMIN.post(filledIn(path, account), body);
        var answer = call.path("responses").path(String.valueOf(reply.status()));
        assertThat(answer.isMissingNode()).describedAs(reply.text()).isFalse();
        assertThat(reply.status()).describedAs(reply.text()).isLessThan(300);
        assertThat(names(reply.body())).isEqualTo(names(answer.at("/content/application~1json/example")));
    }

    private static String filledIn(String path, String account) {
        var filled = path.replace("{accountId}", account);
        if (filled.contains("{grantId}")) {
            return filled.replace("{grantId}", ADMIN.grant(account, "5").text("grantId"));
        }
        if (filled.contains("{deductionId}")) {
            return filled.replace("{deductionId}", ADMIN.deduct(account, "5").text("deductionId"));
        }
        if (filled.contains("{holdId}")) {
            return filled.replace("{holdId}", ADMIN.hold(account, "10").text("holdId"));
        }
        if (filled.contains("{sessionId}")) {
            return filled.replace("{sessionId}", session(account));
        }
        if (filled.endsWith("/write-off")) {
            CallsTest.overdrawn(account);
        }
        if (filled.endsWith("/unfreeze")) {
            ADMIN.post(Client.path(account) + "/freeze", "{\"reason\":\"r\"}").expect(201);
        }
        return filled;
    }

    /** One that has run for a while. */
    private static String session(String account) {
        var started = ADMIN.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                .expect(201);
        ADMIN.send("POST", "/dev/clock", "{\"advance\":\"PT45S\"}").expect(200);
        return started.text("sessionId");
    }

    private static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    @Test
    void the_page_needs_nothing_from_elsewhere() {
        var page = LEDGER.nobody().get("/docs").expect(200);

        assertThat(page.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.text()).doesNotContain("http://", "https://");
        var sources = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(page.text());
        while (sources.find()) {
            assertThat(reply(sources.group(1)).status())
                    .describedAs(sources.group(1))
                    .isEqualTo(200);
        }
        assertThat(reply("/").header("Location")).hasValue("/docs");
        assertThat(reply("/docs/assets/index.html").status()).isEqualTo(404);
    }

    private static Reply reply(String path) {
        return LEDGER.nobody().get(path);
    }

    private static JsonNode document() {
        return LEDGER.nobody().get("/openapi.json").expect(200).body();
    }
}
