package dev.creditledger.log.codec;

import static dev.creditledger.log.SampleEvents.credits;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionTerms;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import dev.creditledger.log.SampleSessions;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {

    private static final Instant START = Instant.parse("2025-03-01T12:00:00Z");
    private static final FreeText TEXT = FreeText.of(Map.of("reason", "she moved to Paris"));

    private final SnapshotCodec codec = new SnapshotCodec();

    @Test
    void a_state_is_written_and_read_as_its_golden_file_says() throws IOException {
        var account = account();

        assertThat(new String(codec.encode(account), UTF_8)).isEqualTo(Golden.text(SnapshotCodec.ACCOUNT));
        assertThat(codec.decode(
                        SnapshotCodec.ACCOUNT,
                        Golden.text(SnapshotCodec.ACCOUNT).getBytes(UTF_8)))
                .contains(account);
    }

    @Test
    void a_state_holds_no_text_of_its_commands() {
        assertThat(new String(codec.encode(account()), UTF_8)).doesNotContain("Paris", "reason");
    }

    @Test
    void a_state_of_another_form_is_not_read() throws IOException {
        var bytes = codec.encode(account());

        assertThat(codec.decode(new EventType("session.snapshot", 1), bytes)).isEmpty();
        for (var version = 1; version < SnapshotCodec.ACCOUNT.version(); version++) {
            var older = new EventType("account.snapshot", version);
            assertThat(codec.decode(older, Golden.text(older).getBytes(UTF_8)))
                    .as(older.toString())
                    .isEmpty();
        }
    }

    /** Two grants, one of them pending, a hold over part of the other, a subscription, and two sessions, one of a connection. */
    static AccountRoot account() {
        var id = new AccountId("alice");
        var account = AccountRoot.unopened(id);
        for (var command : List.<BoundCommand>of(
                new AccountCommand.OpenAccount(id, new SubjectId("owner-of-alice"), TEXT, START),
                grant("grant-1", Optional.empty(), Optional.of(START.plus(Duration.ofDays(365)))),
                grant("grant-2", Optional.of(START.plusSeconds(3600)), Optional.empty()),
                new AccountCommand.PlaceHold(
                        id,
                        HoldId.of(id, new IdempotencyKey("hold-1")),
                        credits("12.5"),
                        Duration.ofMinutes(15),
                        TEXT,
                        START.plusSeconds(2)),
                new SetSubscription(
                        id,
                        new Plan(Tier.PRO, credits("20"), Funding.CONTRACT, BigDecimal.ONE, credits("5"), true, false),
                        SubscriptionStatus.ACTIVE,
                        Optional.empty(),
                        TEXT,
                        START.plusSeconds(3)),
                new SetAccountQuota(
                        id,
                        "dubbing",
                        new QuotaLimits(Map.of(Window.MONTH, 36_000L, Window.HOUR, 600L)),
                        TEXT,
                        START.plusSeconds(3)),
                start("session-1", "stage-1", Optional.empty(), 10),
                checkpoint("session-1", 30),
                start("session-2", "stage-2", Optional.of("node-1"), 40))) {
            account = after(account, command);
        }
        return account;
    }

    private static AccountCommand grant(String key, Optional<Instant> effectiveAt, Optional<Instant> expiresAt) {
        var id = new AccountId("alice");
        return new AccountCommand.GrantCredits(
                id,
                GrantId.of(id, new IdempotencyKey(key)),
                credits("100.000001"),
                Source.BETA,
                Funding.PROMOTIONAL,
                Optional.empty(),
                20,
                effectiveAt,
                expiresAt,
                TEXT,
                START.plusSeconds(1));
    }

    private static StartSession start(String key, String channel, Optional<String> node, int seconds) {
        var id = new AccountId("alice");
        return new StartSession(
                id,
                SampleSessions.session(id, key),
                new LiveFeature("dubbing"),
                Optional.of(channel),
                Optional.empty(),
                node,
                book(),
                TierQuotas.NONE,
                new SessionTerms(
                        Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofHours(2)),
                TEXT,
                START.plusSeconds(seconds));
    }

    private static CheckpointSession checkpoint(String session, int seconds) {
        var id = new AccountId("alice");
        return new CheckpointSession(
                id,
                SampleSessions.session(id, session),
                DeductionId.of(id, new IdempotencyKey("checkpoint-1")),
                new Reading.Counted(seconds, Optional.of(7L)),
                TierQuotas.NONE,
                START.plusSeconds(10 + seconds),
                Past.NONE);
    }

    /** A minute of dubbing costs a credit and a half. */
    private static PriceBook book() {
        var admin = new SubjectId("admin");
        var price = new FeaturePrice("minute", credits("1.5"), Map.of());
        var book = PriceBook.UNOPENED;
        for (var command : List.<PricingCommand>of(
                new PricingCommand.OpenBook(
                        new BigDecimal("0.01"),
                        new Margin.FixedPercentage(BigDecimal.TWO),
                        List.of(),
                        admin,
                        TEXT,
                        START),
                new PricingCommand.PriceFeature("live_dubbing", price, Optional.empty(), admin, TEXT, START))) {
            if (book.decide(command) instanceof Decision.Accepted<PricingEvent, ?>(var events)) {
                for (var event : events) {
                    book = book.evolve(event);
                }
            }
        }
        return book;
    }

    private static AccountRoot after(AccountRoot account, BoundCommand command) {
        return switch (account.decide(command)) {
            case Decision.Accepted(var events) -> {
                var state = account;
                for (var event : events) {
                    state = state.evolve(event);
                }
                yield state;
            }
            case Decision.Rejected(var reason) -> throw new AssertionError(reason.toString());
        };
    }
}
