package dev.creditledger.log.codec;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.everyKind;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.finance.FinanceEvent;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.quota.QuotaEvent;
import dev.creditledger.domain.quota.TierQuotaEvent;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.log.SampleEvents;
import dev.creditledger.log.SamplePrices;
import dev.creditledger.log.SampleSessions;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.vault.Vault;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden files under src/test/resources/golden are what the log holds somewhere, for ever: they are never edited. */
class EventCodecTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Vault VAULT = Vault.open(DATABASE.app(), DATABASE.masterKey());
    private static final Personal SEALED =
            new Personal.Sealed(SampleEvents.OWNER, "c2VhbGVkIHVuZGVyIGEga2V5IG9mIHRoZSBwYXN0");

    private final EventCodec codec = new EventCodec(VAULT);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    static Stream<Event> events() {
        return Stream.of(
                        everyKind(account("alice"), SEALED),
                        SamplePrices.everyKind(SEALED),
                        List.of(SampleEvents.periodClosed(SEALED), SampleSessions.tierQuotaSet(SEALED)))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_written_as_its_golden_file_says(Event event) throws IOException {
        assertThat(new String(codec.encode(event), UTF_8)).isEqualTo(Golden.text(codec.typeOf(event)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void a_golden_file_is_read_as_the_event(Event event) throws IOException {
        var payload = Golden.text(codec.typeOf(event)).getBytes(UTF_8);

        assertThat(codec.decode(codec.typeOf(event), beside(event), payload)).isEqualTo(event);
    }

    @Test
    void every_version_of_every_event_has_a_golden_file() {
        assertThat(codec.types())
                .allSatisfy(type -> assertThat(Golden.text(type)).isNotBlank());
    }

    @Test
    void every_kind_of_event_has_a_name() {
        var kinds = Stream.of(
                        AccountEvent.class,
                        SubscriptionEvent.class,
                        SessionEvent.class,
                        QuotaEvent.class,
                        TierQuotaEvent.class,
                        PricingEvent.class,
                        FinanceEvent.class)
                .flatMap(EventCodecTest::records)
                .collect(Collectors.toSet());

        assertThat(events().<Class<?>>map(Event::getClass)).containsExactlyInAnyOrderElementsOf(kinds);
        assertThat(events().map(codec::typeOf)).doesNotHaveDuplicates();
    }

    private static Stream<Class<?>> records(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(EventCodecTest::records)
                : Stream.of(kind);
    }

    @Test
    void personal_data_in_the_clear_is_sealed_on_the_way_in() {
        var clear = SampleEvents.secret("she moved to Paris");
        var event = new AccountFrozen(
                account("alice"), SampleEvents.BALANCE, clear, SampleEvents.OCCURRED, SampleEvents.BOOKED);

        var payload = codec.encode(event);

        assertThat(new String(payload, UTF_8)).doesNotContain("Paris", "reason");
        var read = codec.decode(codec.typeOf(event), beside(event), payload).personal();
        assertThat(read).isInstanceOf(Personal.Sealed.class);
        assertThat(VAULT.unseal((Personal.Sealed) read).orElseThrow().fields())
                .containsEntry("reason", "she moved to Paris");
    }

    @Test
    void an_older_version_is_brought_to_the_newest_form_step_by_step() {
        var newest = new EventType("account.frozen", 3);
        var catalogue = new EventCatalogue(
                List.of(new EventCatalogue.Entry(newest, AccountFrozen.class)),
                List.of(
                        new Upcast(new EventType("account.frozen", 1), json -> {
                            json.set("bal", json.remove("b"));
                            return json;
                        }),
                        new Upcast(new EventType("account.frozen", 2), json -> {
                            json.set("balance", json.remove("bal"));
                            return json;
                        })));
        var event = new AccountFrozen(
                account("alice"), SampleEvents.BALANCE, SEALED, SampleEvents.OCCURRED, SampleEvents.BOOKED);
        var older = new String(codec.encode(event), UTF_8).replace("\"balance\"", "\"b\"");

        var read = new EventCodec(catalogue, VAULT)
                .decode(new EventType("account.frozen", 1), beside(event), older.getBytes(UTF_8));

        assertThat(read).isEqualTo(event);
    }

    @Test
    void grants_and_deductions_of_the_first_version_lack_what_there_was_not_yet() throws IOException {
        var granted = (CreditsGranted) first("account.credits-granted");
        var activated = (GrantActivated) first("account.grant-activated");
        var deducted = (CreditsDeducted) first("account.credits-deducted");

        assertThat(granted.repaid()).isEmpty();
        assertThat(granted.ledgerKey()).isEmpty();
        assertThat(activated.repaid()).isEmpty();
        assertThat(deducted.use()).isEmpty();
        assertThat(deducted.uncovered()).isEmpty();
        assertThat(deducted.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.tier()).isEqualTo(Tier.FREE);
            assertThat(usage.marginVersion()).isEqualTo(usage.priceVersion());
        });
    }

    private Event first(String name) throws IOException {
        var type = new EventType(name, 1);
        var beside = new EventCodec.Beside("alice", SampleEvents.OCCURRED, SampleEvents.BOOKED);
        return codec.decode(type, beside, Golden.text(type).getBytes(UTF_8));
    }

    @Test
    void an_unknown_type_or_version_is_an_error() {
        var event = events().findFirst().orElseThrow();
        for (var type : List.of(new EventType("account.teleported", 1), new EventType("account.opened", 2))) {
            assertThatThrownBy(() -> codec.decode(type, beside(event), "{}".getBytes(UTF_8)))
                    .isInstanceOf(UnknownEventTypeException.class)
                    .hasMessageContaining(type.toString());
        }
    }

    @Test
    void a_payload_that_is_not_what_its_type_says_is_an_error() {
        var frozen =
                events().filter(AccountFrozen.class::isInstance).findFirst().orElseThrow();
        var good = new String(codec.encode(frozen), UTF_8);
        var bad = new ArrayList<>(List.of(
                "{}",
                "[]",
                "null",
                good.substring(1),
                good + "{}",
                good.replace("{\"balance\"", "{\"extra\":1,\"balance\""),
                good.replace("\"available\":90.5", "\"available\":-90.5"),
                good.replace("\"available\":90.5", "\"available\":90.1234567"),
                good.replace("\"available\":90.5", "\"available\":null")));

        assertThat(bad)
                .allSatisfy(payload -> assertThatThrownBy(
                                () -> codec.decode(codec.typeOf(frozen), beside(frozen), payload.getBytes(UTF_8)))
                        .as(payload)
                        .isInstanceOf(UnreadableEventException.class));
    }

    @Test
    void a_time_finer_than_a_microsecond_is_refused() {
        var lot = new LotTerms(1, 1, SampleEvents.OCCURRED.plusNanos(1), Optional.empty());
        var granted = (AccountEvent.CreditsGranted) events().filter(AccountEvent.CreditsGranted.class::isInstance)
                .findFirst()
                .orElseThrow();
        var finer = new AccountEvent.CreditsGranted(
                granted.account(),
                granted.grant(),
                granted.amount(),
                granted.source(),
                granted.funding(),
                granted.payment(),
                lot,
                true,
                Optional.empty(),
                Optional.empty(),
                granted.balance(),
                SEALED,
                granted.occurredAt(),
                granted.bookedAt());

        assertThatThrownBy(() -> codec.encode(finer)).hasMessageContaining("microseconds");
    }

    @Test
    void an_unnamed_event_is_not_written() {
        record Unnamed(String aggregate, Instant occurredAt, Instant bookedAt) implements Event {}

        assertThatThrownBy(() -> codec.encode(new Unnamed("alice", SampleEvents.OCCURRED, SampleEvents.BOOKED)))
                .isInstanceOf(UnknownEventTypeException.class);
    }

    @Test
    void metadata_is_written_and_read_as_its_golden_files_say() throws IOException {
        var metadata = new MetadataCodec(VAULT);
        var plain = SampleEvents.following();
        var actor = new Cause.Actor(new SubjectId("root"), Cause.Role.ADMIN);
        var full = new Metadata(
                new Cause(actor, "request-9", "request-9", SEALED),
                SampleEvents.answering("key-9").answer());

        assertThat(new String(metadata.encode(plain), UTF_8)).isEqualTo(Golden.text("metadata.following"));
        assertThat(new String(metadata.encode(full), UTF_8)).isEqualTo(Golden.text("metadata.answering"));
        assertThat(metadata.decode(Golden.text("metadata.following").getBytes(UTF_8)))
                .isEqualTo(plain);
        assertThat(metadata.decode(Golden.text("metadata.answering").getBytes(UTF_8)))
                .isEqualTo(full);
    }

    private static EventCodec.Beside beside(Event event) {
        return new EventCodec.Beside(event.aggregate(), event.occurredAt(), event.bookedAt());
    }
}
