package dev.creditledger.projections.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.PricingEvent.BookOpened;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.projections.DeadLetters;
import dev.creditledger.projections.TestLedger;
import dev.creditledger.projections.account.AccountQueries;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarginHistoryTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final SubjectId ADMIN = new SubjectId("the-admin");
    private static final AccountId ALICE = new AccountId("alice");

    private final TestLedger ledger = TestLedger.still();

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void the_newest_change_comes_first_with_who_made_it_and_why() {
        append(0, opened(), set(2, "1.4", "spring prices"), set(3, "1.6", "summer prices"));

        var history = ledger.bean(MarginHistory.class);
        var first = history.newest(Optional.empty(), 1);
        var second = history.newest(first.nextCursor(), 1);

        assertThat(first.data()).singleElement().satisfies(entry -> {
            assertThat(entry.change().version()).isEqualTo(3);
            assertThat(entry.cause().actor()).isEqualTo(new Actor(ADMIN, Role.ADMIN));
            assertThat(entry.text().orElseThrow().fields()).containsEntry("reason", "summer prices");
            assertThat(entry.position()).isEqualTo(3);
        });
        assertThat(first.hasMore()).isTrue();
        assertThat(second.data())
                .singleElement()
                .satisfies(entry -> assertThat(entry.change().version()).isEqualTo(2));
        assertThat(second.hasMore()).isFalse();
        assertThat(second.position()).isEqualTo(3);
    }

    @Test
    void the_price_book_makes_no_rows_and_stops_nothing() {
        append(0, opened());
        ledger.submit(new OpenAccount(ALICE, new SubjectId("alice"), FreeText.NONE, NOON), "open");
        append(1, set(2, "1.4", "spring prices"));
        ledger.project();
        var rows = ledger.rows();

        ledger.owner().execute("UPDATE projection.token SET position = 0");
        ledger.project();

        assertThat(ledger.bean(AccountQueries.class).find(ALICE)).isPresent();
        assertThat(ledger.owner().fetchValue("SELECT position FROM projection.token"))
                .isEqualTo(3L);
        assertThat(ledger.bean(DeadLetters.class).count()).isZero();
        assertThat(ledger.rows()).isEqualTo(rows);
    }

    private void append(long sequence, PricingEvent... events) {
        var cause = new Cause(new Actor(ADMIN, Role.ADMIN), "request", "request", Personal.NONE);
        for (var event : events) {
            ledger.log()
                    .append(List.of(
                            new NewEvent(UUID.randomUUID(), sequence++, event, new Metadata(cause, Optional.empty()))));
        }
    }

    private static PricingEvent opened() {
        return new BookOpened(
                1, new BigDecimal("0.01"), fixed("1.5"), NOON.minusSeconds(60), Personal.NONE, NOON, NOON);
    }

    private static PricingEvent set(int version, String multiplier, String reason) {
        return new MarginSet(
                version,
                new MarginScope(Optional.of(Tier.PRO), Optional.empty(), Optional.empty()),
                fixed(multiplier),
                Optional.empty(),
                false,
                NOON.plusSeconds(5),
                FreeText.of(Map.of("reason", reason)).about(ADMIN),
                NOON,
                NOON);
    }

    private static FixedPercentage fixed(String multiplier) {
        return new FixedPercentage(new BigDecimal(multiplier));
    }
}
