package dev.creditledger.projections.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.SecondsUsed;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaQueryTest {

    private static final List<String> FEATURES = List.of("dubbing", "subtitles");

    @ParameterizedTest
    @ValueSource(longs = {96, 97})
    void the_rows_count_as_the_account_does(long seed) {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, seed, 6);
            var told = new TreeSet<String>();
            for (var round = 0; round < 12; round++) {
                lives.live(100);
                ledger.project();
                for (var account : lives.accounts()) {
                    var root = ledger.root(account);
                    var view = ledger.bean(QuotaQuery.class).find(account).orElseThrow();

                    assertSame(view, root, told);
                    assertThat(view.position()).isEqualTo(ledger.log().head());
                }
            }
            assertThat(told).contains("used", "limited", "reserved", "subscribed");
        }
    }

    private static void assertSame(QuotaView view, AccountRoot root, Set<String> told) {
        var quotas = root.live().quotas();
        for (var feature : FEATURES) {
            for (var window : Window.values()) {
                assertThat(view.quotas().used(feature).in(window, root.account().clock()))
                        .isEqualTo(
                                quotas.used(feature).in(window, root.account().clock()));
            }
            // The account forgets what lies in an earlier month, and alone remembers the windows before.
            var seen = view.quotas().used(feature);
            var counted = quotas.used().getOrDefault(feature, seen);
            assertThat(seen)
                    .isEqualTo(SecondsUsed.latest(counted.until(), counted.hour(), counted.day(), counted.month()));
            assertThat(view.quotas().limits(feature, QuotaLimits.NONE))
                    .isEqualTo(quotas.limits(feature, QuotaLimits.NONE));
            var reserved = root.live().running().stream()
                    .filter(session -> session.feature().name().equals(feature))
                    .mapToLong(session -> Math.max(
                            0, session.grant().untilSecond() - session.meter().counted()))
                    .sum();
            assertThat(view.reserved().getOrDefault(feature, 0L)).isEqualTo(reserved);
            note(told, "used", quotas.used(feature).month() > 0);
            note(told, "limited", quotas.own().containsKey(feature));
            note(told, "reserved", reserved > 0);
        }
        var tier = root.subscription().map(Subscription::standing).map(it -> it.tier());
        assertThat(view.tier()).isEqualTo(tier.orElse(Tier.FREE));
        note(told, "subscribed", tier.isPresent());
    }

    private static void note(Set<String> told, String what, boolean seen) {
        if (seen) {
            told.add(what);
        }
    }

    @Test
    void who_has_used_nothing_has_quotas_too_and_nobody_has_none() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 98, 1);
            ledger.project();

            var view = ledger.bean(QuotaQuery.class)
                    .find(lives.accounts().getFirst())
                    .orElseThrow();

            assertThat(view.quotas().used()).isEmpty();
            assertThat(view.reserved()).isEmpty();
            assertThat(ledger.bean(QuotaQuery.class).find(new AccountId("nobody")))
                    .isEmpty();
        }
    }
}
