package dev.creditledger.commands.clock;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param checkEvery how often this node's clock is compared with the database's */
@ConfigurationProperties("ledger.clock")
public record ClockSettings(@DefaultValue("5s") Duration checkEvery) {}
