package dev.creditledger.log.codec;

import static dev.creditledger.log.SampleEvents.BOOKED;
import static dev.creditledger.log.SampleEvents.OCCURRED;
import static dev.creditledger.log.SampleEvents.account;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.log.codec.EventCodec.Beside;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.json.JsonMapper;

/** What is read by hand is what data binding reads. */
class DeductionReaderTest {

    private static final AccountId ALICE = account("alice");
    private static final Beside BESIDE = new Beside(ALICE.value(), OCCURRED, BOOKED);
    private static final EventType TYPE = new EventType("account.credits-deducted", 2);
    private static final JsonMapper JSON = LedgerJson.mapper(_ -> {
        throw new IllegalStateException("nothing is written");
    });
    private static final String PLAIN = "{\"deduction\":\"98ad6d2c-ba68-81fd-8dcd-150c64bb9f51\",\"amount\":0.01,"
            + "\"type\":\"inference\",\"feature\":\"chat\","
            + "\"drawn\":[{\"grant\":\"4843d247-7cab-821e-9442-32e8abe13536\",\"amount\":0.01}],"
            + "\"balance\":{\"available\":999999.46,\"held\":0,\"pending\":0}}";

    private final DeductionReader reader = new DeductionReader(JSON);

    private static Optional<CreditsDeducted> bound(String payload) {
        try {
            return Optional.of(JSON.readerFor(CreditsDeducted.class)
                    .with(new InjectableValues.Std(
                            Map.of("account", ALICE, "occurredAt", OCCURRED, "bookedAt", BOOKED)))
                    .<CreditsDeducted>readValue(payload.getBytes(UTF_8)));
        } catch (JacksonException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private Optional<CreditsDeducted> byHand(String payload) {
        try {
            return Optional.of(reader.read(BESIDE, payload.getBytes(UTF_8)));
        } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Test
    void the_golden_file_and_a_plain_one_are_read_alike() throws IOException {
        for (var payload : new String[] {Golden.text(TYPE), PLAIN}) {
            assertThat(byHand(payload)).isPresent().isEqualTo(bound(payload));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0", "0.0", "1", "12", "0.1", "0.000001", "1.000000", "10.10", "999999999.999999", "123456789.5", "1e3",
                        "1.5E2",
                "1000000000", "0.0000001", "0.0000010", "-1", "-0", "00", "1.", ".5", "99999999999999999999", "\"1\"",
                        "null", "true",
                "1000000000000000.0", "0.00000000000000"
            })
    void an_amount_is_read_as_data_binding_reads_it_or_refused(String amount) {
        var payload = PLAIN.replace("999999.46", amount);

        var read = byHand(payload);

        assertThat(read.isEmpty() || read.equals(bound(payload)))
                .as("%s: %s, bound %s", amount, read, bound(payload))
                .isTrue();
        if (amount.matches("[0-9]{1,9}([.][0-9]{1,6})?") && !amount.equals("00")) {
            assertThat(read).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '§', delimiter = '|', textBlock = """
            "inputTokens":1000     | "inputTokens":1000.5
            "inputTokens":1000     | "inputTokens":"1000"
            "inputTokens":1000     | "inputTokens":null
            "inputTokens":1000     | "inputTokens":199
            "inputTokens":1000,    |
            "outputTokens":50      | "outputTokens":50,"more":1
            "outputTokens":50      | "outputTokens":99999999999999999999
            "priceVersion":1       | "priceVersion":2147483648
            "priceVersion":1       | "priceVersion":7
            "marginVersion":1,     |
            "margin":1.5           | "margin":"1.5"
            "margin":1.5           | "margin":15e-1
            "margin":1.5           | "margin":1.500
            "creditWorthUsd":0.01  | "creditWorthUsd":null
            "tier":"free"          | "tier":"FREE"
            "tier":"free"          | "tier":"perpetual"
            "tier":"free"          | "tier":0
            "vendor":"openai"      | "vendor":7
            "cachedInputUsdPerMillion":0.50 | "cachedInputUsdPerMillion":-1
            "vendorCostUsd":0.0021000000    | "vendorCostUsd":0
            "prices":{             | "prices":[],"prices":{
            """)
    void usage_is_read_as_data_binding_reads_it_or_refused(String part, @Nullable String other) throws IOException {
        var original = Golden.text(TYPE);
        var changed = original.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other == null ? "" : other));

        assertThat(changed).isNotEqualTo(original);
        var read = byHand(changed);
        assertThat(read.isEmpty() || read.equals(bound(changed)))
                .as("%s: %s, bound %s", changed, read, bound(changed))
                .isTrue();
    }

    @Test
    void each_tier_is_read() throws IOException {
        for (var tier : Tier.values()) {
            var payload = Golden.text(TYPE)
                    .replace("\"tier\":\"free\"", "\"tier\":\"" + tier.name().toLowerCase(Locale.ROOT) + '"');

            assertThat(byHand(payload)).isPresent().isEqualTo(bound(payload));
        }
    }

    @Test
    void what_is_spoilt_is_refused_unless_data_binding_reads_the_same() throws IOException {
        var random = new Random(11);
        for (var original : new String[] {Golden.text(TYPE), PLAIN}) {
            for (var round = 0; round < 3_000; round++) {
                var spoilt = spoilt(original, random);

                var read = byHand(spoilt);

                if (read.isPresent()) {
                    assertThat(bound(spoilt)).as(spoilt).isEqualTo(read);
                }
            }
        }
    }

    private static String spoilt(String text, Random random) {
        var from = random.nextInt(text.length());
        var to = Math.min(text.length(), from + random.nextInt(12));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, from);
            case 1 -> text.substring(0, from) + text.substring(to);
            case 2 -> text.substring(0, from) + "{}[]\",:.0-e ".charAt(random.nextInt(12)) + text.substring(from);
            default -> text.substring(0, to) + text.substring(from);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"deduction", "amount", "type", "drawn", "balance", "grant", "available", "held", "pending"})
    void each_part_is_needed(String part) {
        assertThat(byHand(PLAIN.replaceFirst("\"" + part + "\":(\"[^\"]*\"|[0-9.]+|\\[[^]]*]|\\{[^}]*}),?", "")
                        .replace(",}", "}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "", "7", "{\"deduction\":null}", "nonsense"})
    void what_is_no_deduction_is_refused(String payload) {
        assertThat(byHand(payload)).isEmpty();
    }
}
