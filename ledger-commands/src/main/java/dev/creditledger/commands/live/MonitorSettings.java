package dev.creditledger.commands.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param monitorEvery how often the ledger looks for sessions that have to end, in real time */
@ConfigurationProperties("ledger.live")
public record MonitorSettings(@DefaultValue("5m") Duration monitorEvery) {

    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofHours(1);

    public MonitorSettings {
        if (monitorEvery.compareTo(MIN) < 0 || monitorEvery.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("ledger.live.monitor-every lies between 1s and 1h");
        }
    }
}
