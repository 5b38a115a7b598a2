package dev.creditledger.api.quota;

import dev.creditledger.domain.Tier;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.LiveFeature;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Quotas as they are named in settings: {@code LEDGER_QUOTA_<TIER>_<FEATURE>_<WINDOW>} in the environment, {@code
 * ledger.quota.<tier>.<feature>.<window>} elsewhere, such as {@code LEDGER_QUOTA_PRO_MAX_DUBBING_HOUR=7200}. The value
 * counts seconds; {@code unlimited} lifts a limit that ships.
 */
final class QuotaNames {

    static final String PREFIX = "ledger.quota.";

    private static final String UNLIMITED = "unlimited";
    private static final long NO_LIMIT = -1;

    /** Longer names first: {@code pro_max} begins like {@code pro}. */
    private static final List<Tier> TIERS = Arrays.stream(Tier.values())
            .sorted(Comparator.comparingInt((Tier tier) -> tier.name().length()).reversed())
            .toList();

    private final Map<Tier, Map<String, Map<Window, Long>>> limits = new EnumMap<>(Tier.class);

    /** @throws IllegalArgumentException if the name or the value means nothing; the message says what is wrong */
    void set(String name, String value) {
        var rest = name.toLowerCase(Locale.ROOT)
                .replace('.', '_')
                .replace('-', '_')
                .substring(PREFIX.length());
        var tier = TIERS.stream()
                .filter(each -> rest.startsWith(lower(each) + '_'))
                .findFirst()
                .orElseThrow(() -> wrong(name, "names no tier: " + lowers(Tier.values())));
        var window = Arrays.stream(Window.values())
                .filter(each -> rest.endsWith('_' + lower(each)))
                .findFirst()
                .orElseThrow(() -> wrong(name, "ends with none of: " + lowers(Window.values())));
        var from = lower(tier).length() + 1;
        var to = rest.length() - lower(window).length() - 1;
        if (from >= to) {
            throw wrong(name, "names no feature between tier and window");
        }
        limits.computeIfAbsent(tier, _ -> new HashMap<>())
                .computeIfAbsent(new LiveFeature(rest.substring(from, to)).name(), _ -> new EnumMap<>(Window.class))
                .put(window, seconds(name, value));
    }

    private static long seconds(String name, String value) {
        if (value.equalsIgnoreCase(UNLIMITED)) {
            return NO_LIMIT;
        }
        try {
            var seconds = Long.parseLong(value);
            if (seconds >= 0 && seconds <= QuotaLimits.SECONDS_MAX) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other value that is none.
        }
        throw wrong(name, "must be " + UNLIMITED + " or 0 to " + QuotaLimits.SECONDS_MAX + " seconds, not " + value);
    }

    TierQuotas quotas() {
        var tiers = new EnumMap<Tier, Map<String, QuotaLimits>>(Tier.class);
        limits.forEach((tier, features) -> {
            var named = new HashMap<String, QuotaLimits>();
            features.forEach((feature, windows) -> {
                var limited = new EnumMap<>(windows);
                limited.values().removeIf(seconds -> seconds == NO_LIMIT);
                named.put(feature, new QuotaLimits(limited));
            });
            tiers.put(tier, named);
        });
        return new TierQuotas(tiers);
    }

    private static IllegalArgumentException wrong(String name, String why) {
        return new IllegalArgumentException(name + ' ' + why);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String lowers(Enum<?>[] constants) {
        return String.join(", ", Arrays.stream(constants).map(QuotaNames::lower).toList());
    }
}
