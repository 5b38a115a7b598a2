package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The machinery of the read side. Each room adds its projection and its queries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectionSettings.class)
class ProjectionsConfiguration {

    /** Some hundred kilobytes of events. */
    private static final int CHUNK = 2_000;

    @Bean
    DSLContext projectionSql(DataSource dataSource) {
        return DSL.using(dataSource, SQLDialect.POSTGRES);
    }

    @Bean
    Unsealing unsealing(Vault vault) {
        return new Unsealing(vault);
    }

    @Bean
    Projections projections(List<Projection> projections) {
        return new Projections(projections);
    }

    @Bean
    ProjectionPosition projectionPosition() {
        return new ProjectionPosition();
    }

    @Bean
    DeadLetters deadLetters(DSLContext sql, EventLog log, Projections projections) {
        return new DeadLetters(sql, log, projections);
    }

    @Bean
    Rebuild rebuild(DSLContext sql, EventLog log, Projections projections) {
        return new Rebuild(sql, log, projections);
    }

    @Bean
    ReadAhead readAhead(EventLog log) {
        return new ReadAhead(log.feed(), CHUNK);
    }

    @Bean
    Projector projector(
            DSLContext sql, EventLog log, ReadAhead ahead, Projections projections, ProjectionSettings settings) {
        return new Projector(sql, log, ahead, projections, settings);
    }

    @Bean
    ProjectorLoop projectorLoop(
            Projector projector, EventLog log, ProjectionPosition position, ProjectionSettings settings) {
        return new ProjectorLoop(projector, position, log, settings);
    }

    /** Without the business clock, as in commands that end, nothing tells how old an event is. */
    @Bean
    ProjectionMetrics projectionMetrics(
            EventLog log,
            ProjectionPosition position,
            DeadLetters deadLetters,
            ProjectorLoop loop,
            ObjectProvider<InstantSource> clock) {
        return new ProjectionMetrics(log, position, deadLetters, loop, Optional.ofNullable(clock.getIfUnique()));
    }
}
