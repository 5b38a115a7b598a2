package dev.creditledger.commands.due;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param tickEvery how often the ledger looks for what has become due on idle accounts, in real time */
@ConfigurationProperties("ledger.due")
public record DueSettings(@DefaultValue("5s") Duration tickEvery) {}
