package dev.creditledger.api.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much room the embedded database keeps.
 *
 * @param directory where its data is
 * @param room writes are refused while less than this is free
 */
@ConfigurationProperties("ledger.reserve")
record ReserveSettings(Path directory, @DefaultValue("64MB") DataSize room) {}
