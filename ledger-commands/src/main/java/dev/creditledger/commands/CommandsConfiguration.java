package dev.creditledger.commands;

import dev.creditledger.commands.account.SnapshotWriter;
import dev.creditledger.commands.bus.AccountDispatch;
import dev.creditledger.commands.bus.BusSettings;
import dev.creditledger.commands.clock.ClockGuard;
import dev.creditledger.commands.clock.ClockSettings;
import dev.creditledger.commands.due.DueJob;
import dev.creditledger.commands.due.DueJob.Task;
import dev.creditledger.commands.due.DueSettings;
import dev.creditledger.commands.due.DueSettlement;
import dev.creditledger.commands.live.MonitorSettings;
import dev.creditledger.commands.live.SessionMonitor;
import dev.creditledger.commands.node.NodeRegistry;
import dev.creditledger.commands.node.NodeSettings;
import dev.creditledger.commands.pricing.PriceBookKeeper;
import dev.creditledger.commands.quota.QuotaKeeper;
import dev.creditledger.domain.dispatch.ConfiguredQuotas;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.domain.dispatch.FirstPrices;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.dispatch.Refusal;
import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The write side's beans. Spring closes them in the reverse order of their making: first the job that submits, then the
 * bus, which finishes what it accepted, then what the bus writes to.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    BusSettings.class,
    ClockSettings.class,
    DueSettings.class,
    MonitorSettings.class,
    NodeSettings.class
})
class CommandsConfiguration {

    @Bean
    SnapshotWriter snapshotWriter(SnapshotStore store) {
        return new SnapshotWriter(store);
    }

    @Bean
    ClockGuard clockGuard(DataSource database, ClockSettings settings, MeterRegistry metrics) {
        return new ClockGuard(database, InstantSource.system(), metrics).start(settings.checkEvery());
    }

    @Bean
    NodeRegistry thisNode(DataSource database, NodeSettings settings) {
        return new NodeRegistry(database, settings).start();
    }

    @Bean
    AccountDispatch dispatch(
            BusSettings settings,
            EventLog log,
            EventStorageEngine engine,
            SnapshotWriter snapshots,
            Vault vault,
            List<Refusal> refusals,
            MeterRegistry metrics) {
        return AccountDispatch.start(settings, log, engine, snapshots, vault, Refusal.anyOf(refusals)::now, metrics);
    }

    @Bean
    PriceBookKeeper priceDesk(
            EventLog log, Vault vault, FirstPrices firstPrices, InstantSource businessClock, List<Refusal> refusals) {
        return new PriceBookKeeper(log, vault, firstPrices, businessClock, Refusal.anyOf(refusals)::now).start();
    }

    @Bean
    QuotaKeeper quotaDesk(EventLog log, Vault vault, ConfiguredQuotas configured, List<Refusal> refusals) {
        return new QuotaKeeper(log, vault, configured, Refusal.anyOf(refusals)::now);
    }

    @Bean
    DueSettlement dueSettlement(DueAccounts due, Dispatch dispatch, EventLog log, InstantSource businessClock) {
        return new DueSettlement(due, dispatch, log, businessClock);
    }

    @Bean
    SessionMonitor sessionMonitor(
            RunningSessions sessions,
            NodeRegistry nodes,
            Dispatch dispatch,
            QuotaDesk quotas,
            EventLog log,
            InstantSource businessClock) {
        return new SessionMonitor(sessions, nodes, dispatch, quotas, log, businessClock);
    }

    @Bean
    DueJob dueJob(
            DataSource database,
            DueSettlement settlement,
            DueSettings settings,
            SessionMonitor monitor,
            MonitorSettings monitoring) {
        return new DueJob(
                        database,
                        List.of(
                                new Task("settle-due", settlement, settings.tickEvery()),
                                new Task("watch-sessions", monitor, monitoring.monitorEvery())))
                .start();
    }
}
