package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets a clear error and loses nothing. */
class BadInputTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();
    private static final String ACCOUNT = ADMIN.openWith("1000");
    private static final String DEDUCTIONS = Client.path(ACCOUNT) + "/deductions";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"text\"",
                "null",
                "{\"amount\":1,\"type\":\"custom\"",
                "{\"amount\":1,\"type\":\"custom\"}}",
                "{\"amount\":1,\"amount\":1,\"type\":\"custom\"}",
                "{\"amount\":1,\"type\":\"custom\",\"colour\":\"red\"}",
                "{\"amount\":-1,\"type\":\"custom\"}",
                "{\"amount\":0,\"type\":\"custom\"}",
                "{\"amount\":1.1234567,\"type\":\"custom\"}",
                "{\"amount\":1e2,\"type\":\"custom\"}",
                "{\"amount\":1000000000,\"type\":\"custom\"}",
                "{\"amount\":\"1\",\"type\":\"custom\"}",
                "{\"amount\":NaN,\"type\":\"custom\"}",
                "{\"amount\":1,\"type\":\"CUSTOM\"}",
                "{\"amount\":1,\"type\":1}",
                "{\"amount\":1,\"type\":\"custom\",\"feature\":\"with blank\"}",
                "{\"amount\":1,\"type\":\"custom\",\"description\":\"\"}",
                "{\"amount\":1,\"type\":\"custom\",\"description\":\"\\ud800\"}",
                "{\"amount\":1,\"type\":\"custom\",\"metadata\":{\"a\":{\"b\":1}}}",
            })
    void a_body_that_is_wrong_is_400_and_changes_nothing(String body) {
        assertProblem(ADMIN.post(DEDUCTIONS, body), 400, "invalid_request");
    }

    @Test
    void every_field_that_is_wrong_is_named() {
        var reply =
                ADMIN.post(DEDUCTIONS, "{\"amount\":0,\"type\":\"x\",\"feature\":7,\"y\":1,\"metadata\":{\"k\":2}}");

        assertProblem(reply, 400, "invalid_request");
        assertThat(StreamSupport.stream(reply.at("/errors").spliterator(), false)
                        .map(error -> error.path("field").asString()))
                .containsExactlyInAnyOrder("amount", "type", "feature", "y", "metadata.k");
    }

    @Test
    void a_body_over_one_mebibyte_is_413_whole_or_in_chunks() {
        var large = ("{\"amount\":1,\"type\":\"custom\",\"description\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}")
                .getBytes(UTF_8);

        assertProblem(ADMIN.with("Idempotency-Key", "large").send("POST", DEDUCTIONS, large), 413, "body_too_large");
        assertProblem(chunked(large.length), 413, "body_too_large");
    }

    /** Of unknown length, so that only reading tells how large it is. */
    private static Reply chunked(int length) {
        return ADMIN.with("Idempotency-Key", "large").sendChunked(DEDUCTIONS, " ".repeat(length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/merge-patch+json",
                "nonsense",
            })
    void another_content_type_is_415(String type) {
        assertProblem(
                ADMIN.with("Content-Type", type).post(DEDUCTIONS, "{\"amount\":1,\"type\":\"custom\"}"),
                415,
                "unsupported_media_type");
    }

    @Test
    void a_compressed_body_is_415() {
        assertProblem(
                ADMIN.with("Content-Encoding", "gzip").post(DEDUCTIONS, "{\"amount\":1,\"type\":\"custom\"}"),
                415,
                "unsupported_media_type");
    }

    @Test
    void json_in_utf8_is_welcome_however_it_is_called() {
        ADMIN.with("Content-Type", "Application/JSON; charset=UTF-8")
                .post(DEDUCTIONS, "{\"amount\":1,\"type\":\"custom\",\"description\":\"Übung 😀\"}")
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/accounts/a/deductions",
        "DELETE, /api/v1/accounts/a",
        "PUT, /api/v1/accounts",
        "PATCH, /api/v1/batches",
        "POST, /health"
    })
    void another_method_is_405_with_the_methods_that_there_are(String method, String path) {
        var reply = ADMIN.send(method, path, "");

        assertProblem(reply, 405, "method_not_allowed");
        assertThat(reply.header("Allow")).isPresent();
    }

    @Test
    void a_form_that_nobody_speaks_is_406_before_anything_is_done() {
        var reply = ADMIN.with("Accept", "application/xml").post(DEDUCTIONS, "{\"amount\":1,\"type\":\"custom\"}");

        assertProblem(reply, 406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/nothing", "/api/v2/accounts", "/api/v1/accounts/a/b/c/d", "/favicon.ico"})
    void a_path_that_is_not_there_is_404(String path) {
        assertProblem(ADMIN.get(path), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%20b",
                "%C3%A9",
                "a+b",
                "a'b",
                "a%22",
                "%7Ba%7D",
                "a@b",
                "a~b",
                "x*",
                "%E2%80%AE",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void an_id_with_odd_characters_is_nobodys(String id) {
        assertProblem(ADMIN.get("/api/v1/accounts/" + id + "/balance"), 404, "account_not_found");
        assertProblem(ADMIN.deduct(id, "1"), 404, "account_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%25b", "a;b=c", "a%00b", "..%2f..%2fetc", "a%5Cb", "a%0Ab"})
    void a_path_with_tricks_is_400(String id) {
        assertProblem(ADMIN.get("/api/v1/accounts/" + id + "/balance"), 400, "malformed_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "not-a-uuid", "1-1-1-1-1", "%20"})
    void an_id_of_ours_that_we_never_made_is_not_found(String id) {
        assertProblem(
                ADMIN.post(Client.path(ACCOUNT) + "/grants/" + id + "/revocation", "{\"reason\":\"r\"}"),
                404,
                "grant_not_found");
        assertProblem(
                ADMIN.post(Client.path(ACCOUNT) + "/deductions/" + id + "/reversal", "{\"reason\":\"r\"}"),
                404,
                "deduction_not_found");
        assertProblem(ADMIN.post(Client.path(ACCOUNT) + "/holds/" + id + "/capture", "{}"), 404, "hold_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "é", "a/b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void an_account_id_has_1_to_64_plain_characters(String id) {
        var reply = ADMIN.post("/api/v1/accounts", "{\"accountId\":\"" + id + "\"}");

        assertProblem(reply, 400, "invalid_request");
        assertThat(reply.at("/errors/0/field").asString()).isEqualTo("accountId");
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, limit",
        "?limit=x, limit",
        "?limit=1&limit=2, limit",
        "?cursor=Zm9v, cursor",
        "?status=asleep, status",
        "?colour=red, colour"
    })
    void a_query_that_is_wrong_is_400(String query, String field) {
        var reply = ADMIN.get("/api/v1/accounts" + query);

        assertProblem(reply, 400, "invalid_request");
        assertThat(reply.at("/errors/0/field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "funding":"paid"                                          | paidAmount
                    "funding":"contract","paidAmount":5,"currency":"EUR"      | funding
                    "paidAmount":5                                            | funding
                    "currency":"EUR"                                          | currency
                    "paymentRef":"p1"                                         | paymentRef
                    """)
    void fields_that_contradict_each_other_are_422(String fields, String named) {
        var reply = ADMIN.post(
                Client.path(ACCOUNT) + "/grants", "{\"amount\":1,\"source\":\"gift\",\"reason\":\"r\"," + fields + "}");

        assertProblem(reply, 422, "contradictory_fields");
        assertThat(reply.at("/errors/0/field").asString()).isEqualTo(named);
    }

    @Test
    void more_cached_tokens_than_input_tokens_contradict_each_other() {
        var reply = ADMIN.post(
                Client.path(ACCOUNT) + "/usage",
                "{\"vendor\":\"openai\",\"model\":\"gpt-4o\",\"inputTokens\":1,\"cachedInputTokens\":2,\"outputTokens\":0}");

        assertProblem(reply, 422, "contradictory_fields");
    }

    @Test
    void a_key_is_required_and_printable() {
        var body = "{\"amount\":1,\"type\":\"custom\"}";

        assertProblem(ADMIN.send("POST", DEDUCTIONS, body), 400, "idempotency_key_required");
        assertProblem(
                ADMIN.with("Idempotency-Key", "k".repeat(256)).send("POST", DEDUCTIONS, body), 400, "invalid_request");
        assertProblem(ADMIN.send("POST", Client.path("nobody-s") + "/deductions", body), 404, "account_not_found");
    }

    @Test
    void what_tomcat_refuses_is_a_problem_too() throws IOException {
        assertThat(raw("GET /a{b} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"code\":\"malformed_request\"", "\"requestId\"")
                .doesNotContain("Tomcat", "<html");
        assertThat(raw("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\nConnection: close\r\n\r\n"))
                .contains("application/problem+json")
                .doesNotContain("Tomcat", "<html");
        assertThat(raw("TRACE /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("application/problem+json")
                .doesNotContain("Tomcat", "<html");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), LEDGER.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void a_sane_request_id_is_given_back_another_is_not() {
        assertThat(ADMIN.with("Request-Id", "my-id.1").get("/health").header("Request-Id"))
                .hasValue("my-id.1");
        assertThat(ADMIN.with("Request-Id", "<script>").get("/health").header("Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).doesNotContain("<"));
    }
}
