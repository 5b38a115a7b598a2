package dev.creditledger.api.pricing;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;

/** A ledger of which the tests of prices may move the clock; it stays until the JVM ends. */
final class PricingLedger {

    static final TestLedger LEDGER = TestLedger.on(TestDatabase.fresh(), Map.of());
    static final Client ADMIN = LEDGER.admin();
    static final Client USER = LEDGER.as(Role.USER, "a-user");

    static final String MODELS = "/api/v1/admin/pricing/models/";
    static final String MARGINS = "/api/v1/admin/pricing/margins/";
    static final String IMPORTS = "/api/v1/admin/pricing/imports";
    static final String FEATURES = "/api/v1/admin/features/";
    static final String QUOTES = "/api/v1/pricing/quotes";

    private PricingLedger() {}

    /** A vendor that no other test knows. */
    static String vendor() {
        return "acme-" + UUID.randomUUID().toString().substring(0, 13);
    }

    static String feature() {
        return "feature-" + UUID.randomUUID().toString().substring(0, 13);
    }

    static Reply put(String path, String body) {
        return ADMIN.send("PUT", path, body);
    }

    /** What was changed without an instant is in force thereafter. */
    static void passLead() {
        advance("PT6S");
    }

    static void advance(String by) {
        ADMIN.post("/dev/clock", "{\"advance\":\"" + by + "\"}").expect(200);
    }

    static String model(String input, String more) {
        return "{\"kind\":\"chat\",\"inputUsdPerMillionTokens\":" + input
                + ",\"outputUsdPerMillionTokens\":2,\"reason\":\"a test\"" + more + "}";
    }

    static String fixed(String multiplier, String more) {
        return "{\"strategy\":\"fixed_percentage\",\"multiplier\":" + multiplier + ",\"reason\":\"a test\"" + more
                + "}";
    }

    static BigDecimal number(Reply reply, String pointer) {
        return reply.at(pointer).decimalValue();
    }
}
