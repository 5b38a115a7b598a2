package dev.creditledger.api.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often one caller may ask in a minute; 0: as often as it likes.
 *
 * @param api a user, whatever it asks
 * @param quotaCheck a user, whether it may start a live session
 * @param websocket a user, for a connection
 * @param auditor an auditor, whatever it asks
 * @param service a service, likewise
 * @param admin an admin, likewise
 * @param shared whether several nodes count together; else each counts for itself
 * @param patience how long a request waits for that at most; then its node decides alone
 */
@ConfigurationProperties("ledger.rate-limit")
public record RateLimitSettings(
        @DefaultValue("100") int api,
        @DefaultValue("20") int quotaCheck,
        @DefaultValue("5") int websocket,
        @DefaultValue("600") int auditor,
        @DefaultValue("0") int service,
        @DefaultValue("0") int admin,
        @DefaultValue("false") boolean shared,
        @DefaultValue("250ms") Duration patience) {

    private static final int PER_MINUTE_MAX = 1_000_000;
    private static final Duration PATIENCE_MIN = Duration.ofMillis(250);
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(10);

    public RateLimitSettings {
        check("api", api);
        check("quota-check", quotaCheck);
        check("websocket", websocket);
        check("auditor", auditor);
        check("service", service);
        check("admin", admin);
        if (patience.compareTo(PATIENCE_MIN) < 0 || patience.compareTo(PATIENCE_MAX) > 0) {
            throw new IllegalArgumentException("ledger.rate-limit.patience lies between 250ms and 10s: " + patience);
        }
    }

    private static void check(String name, int perMinute) {
        if (perMinute < 0 || perMinute > PER_MINUTE_MAX) {
            throw new IllegalArgumentException("ledger.rate-limit." + name + " lies between 0 (no limit) and "
                    + PER_MINUTE_MAX + ": " + perMinute);
        }
    }
}
