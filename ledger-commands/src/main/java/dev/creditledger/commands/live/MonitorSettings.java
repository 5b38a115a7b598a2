package dev.creditledger.commands.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param monitorEvery how often the ledger looks for sessions that have to end, in real time */
@ConfigurationProperties("ledger.live")
public record MonitorSettings(@DefaultValue("5m") Duration monitorEvery) {}
