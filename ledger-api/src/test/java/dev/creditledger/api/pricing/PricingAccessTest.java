package dev.creditledger.api.pricing;

import static dev.creditledger.api.pricing.PricingLedger.FEATURES;
import static dev.creditledger.api.pricing.PricingLedger.IMPORTS;
import static dev.creditledger.api.pricing.PricingLedger.LEDGER;
import static dev.creditledger.api.pricing.PricingLedger.MARGINS;
import static dev.creditledger.api.pricing.PricingLedger.MODELS;
import static dev.creditledger.api.pricing.PricingLedger.QUOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.domain.Cause.Role;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may ask what of the price book. A call that is let in is refused for its empty body, or answered. */
class PricingAccessTest {

    private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);
    private static final Set<Role> AUDITORS = EnumSet.of(Role.ADMIN, Role.AUDITOR);
    private static final Set<Role> EVERYBODY = EnumSet.of(Role.USER, Role.SERVICE, Role.ADMIN, Role.AUDITOR);

    record Asked(String method, String path, Set<Role> allowed) {
        Reply by(Client client) {
            var body = method.equals("GET") ? "" : "{}";
            return method.equals("POST") ? client.post(path, body) : client.send(method, path, body);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Asked> calls() {
        return Stream.of(
                new Asked("GET", "/api/v1/pricing/models", EVERYBODY),
                new Asked("GET", "/api/v1/pricing/features", EVERYBODY),
                new Asked("POST", QUOTES, EVERYBODY),
                new Asked("GET", MODELS + "openai/gpt-4o-mini", AUDITORS),
                new Asked("PUT", MODELS + "openai/gpt-4o-mini", ADMINS),
                new Asked("DELETE", MODELS + "openai/gpt-4o-mini", ADMINS),
                new Asked("POST", IMPORTS, ADMINS),
                new Asked("GET", "/api/v1/admin/pricing/margins", AUDITORS),
                new Asked("GET", MARGINS + "history", AUDITORS),
                new Asked("PUT", MARGINS + "pro", ADMINS),
                new Asked("GET", FEATURES + "unheard-of", AUDITORS),
                new Asked("PUT", FEATURES + "audio_upload", ADMINS));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_call_is_for_its_roles_only(Asked asked) {
        for (var role : EVERYBODY) {
            var reply = asked.by(LEDGER.as(role, "somebody"));
            if (asked.allowed().contains(role)) {
                assertThat(reply.status()).as(role + ": " + reply).isIn(200, 400, 404);
            } else {
                assertThat(reply.status()).as(role + ": " + reply).isEqualTo(403);
                assertThat(reply.code()).isEqualTo("forbidden");
            }
        }
        assertThat(asked.by(LEDGER.nobody()).expect(401).code()).isEqualTo("unauthenticated");
        assertThat(asked.by(new Client(LEDGER.url(), "not-a-token")).expect(401).code())
                .isEqualTo("invalid_token");
    }
}
