package dev.creditledger.commands.bus;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How commands are worked off.
 *
 * @param workers each has a thread that decides and one that appends; the log's head lets one append at a time
 * @param waitingMax commands that may wait for one worker; beyond that callers are turned away
 * @param batchMax commands that one worker decides before it waits for an append
 * @param openThingsMax accounts, open lots and open holds kept in memory, about 300 bytes each
 * @param snapshotEvery events of an account from one snapshot to the next
 */
@ConfigurationProperties("ledger.commands")
public record BusSettings(
        @DefaultValue("1") int workers,
        @DefaultValue("10000") int waitingMax,
        @DefaultValue("1000") int batchMax,
        @DefaultValue("200000") long openThingsMax,
        @DefaultValue("500") int snapshotEvery) {

    public BusSettings {
        if (workers < 1 || waitingMax < 1 || batchMax < 1 || openThingsMax < 1 || snapshotEvery < 1) {
            throw new IllegalArgumentException("every setting of ledger.commands is at least 1");
        }
    }
}
