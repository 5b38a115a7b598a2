package dev.creditledger.api.quota;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.projections.quota.QuotaView;
import dev.creditledger.projections.session.LiveStats;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is answered about quotas. Nothing in it says what anything costs, except to admins. */
final class QuotaAnswer {

    private QuotaAnswer() {}

    /**
     * @param limit in seconds; empty: none
     * @param used seconds, in the window that it is now
     */
    record WindowUse(Window window, Optional<Long> limit, long used, Optional<Long> remaining, Instant renewsAt) {}

    record FeatureUse(String feature, List<WindowUse> windows) {}

    /** @param features that have a limit, or were used this month */
    record Usage(AccountId accountId, Tier tier, List<FeatureUse> features) {

        static Usage of(AccountId account, QuotaView view, TierQuotas tiers, Instant now) {
            var names = new TreeSet<>(
                    tiers.byTier().getOrDefault(view.tier(), Map.of()).keySet());
            names.addAll(view.quotas().used().keySet());
            names.addAll(view.quotas().own().keySet());
            return new Usage(
                    account,
                    view.tier(),
                    names.stream().map(name -> feature(name, view, tiers, now)).toList());
        }

        private static FeatureUse feature(String name, QuotaView view, TierQuotas tiers, Instant now) {
            var limits = view.quotas().limits(name, tiers.of(view.tier(), name));
            var used = view.quotas().used(name);
            return new FeatureUse(
                    name,
                    Arrays.stream(Window.values())
                            .map(window -> new WindowUse(
                                    window,
                                    limits.of(window),
                                    used.in(window, now),
                                    limits.of(window).map(limit -> Math.max(0, limit - used.in(window, now))),
                                    window.endOf(now)))
                            .toList());
        }
    }

    /**
     * Of the window that leaves least.
     *
     * @param used seconds, those that running sessions have been granted included
     * @param remainingSeconds empty: no quota limits the feature
     */
    record Check(
            AccountId accountId,
            String feature,
            boolean allowed,
            Optional<Long> remainingSeconds,
            Optional<Window> window,
            Optional<Long> limit,
            Optional<Long> used,
            Optional<Instant> renewsAt) {

        private record Left(Window window, long limit, long used) {
            private long seconds() {
                return Math.max(0, limit - used);
            }
        }

        static Check of(AccountId account, String feature, QuotaView view, TierQuotas tiers, Instant now) {
            var limits = view.quotas().limits(feature, tiers.of(view.tier(), feature));
            var reserved = view.reserved().getOrDefault(feature, 0L);
            var least = Arrays.stream(Window.values())
                    .flatMap(window -> limits.of(window).stream()
                            .map(limit -> new Left(
                                    window, limit, view.quotas().used(feature).in(window, now) + reserved)))
                    .min(Comparator.comparingLong(Left::seconds));
            return new Check(
                    account,
                    feature,
                    least.isEmpty() || least.get().seconds() > 0,
                    least.map(Left::seconds),
                    least.map(Left::window),
                    least.map(Left::limit),
                    least.map(Left::used),
                    least.map(left -> left.window().endOf(now)));
        }
    }

    /** @param own the account's, in the place of its tier's */
    record Account(Usage usage, Map<String, Map<Window, Long>> own, Map<String, Long> reservedSeconds) {
        static Account of(Usage usage, QuotaView view) {
            var own = new TreeMap<String, Map<Window, Long>>();
            view.quotas().own().forEach((feature, limits) -> own.put(feature, limits.seconds()));
            return new Account(usage, own, view.reserved());
        }
    }

    /** @param totalCost credits charged today, what was reversed since included */
    record Stats(
            LocalDate day,
            long activeSessions,
            long secondsToday,
            @JsonProperty("total_cost") BigDecimal totalCost,
            List<StatsLine> data) {

        static Stats of(LiveStats stats) {
            return new Stats(
                    stats.day(),
                    stats.lines().stream().mapToLong(LiveStats.Line::running).sum(),
                    stats.lines().stream().mapToLong(LiveStats.Line::seconds).sum(),
                    stats.lines().stream().map(LiveStats.Line::credits).reduce(BigDecimal.ZERO, BigDecimal::add),
                    stats.lines().stream().map(StatsLine::of).toList());
        }
    }

    record StatsLine(
            String feature,
            Tier tier,
            long activeSessions,
            long startedToday,
            long endedToday,
            long secondsToday,
            @JsonProperty("total_cost") BigDecimal totalCost) {

        private static StatsLine of(LiveStats.Line line) {
            return new StatsLine(
                    line.feature(),
                    line.tier(),
                    line.running(),
                    line.started(),
                    line.ended(),
                    line.seconds(),
                    line.credits());
        }
    }
}
