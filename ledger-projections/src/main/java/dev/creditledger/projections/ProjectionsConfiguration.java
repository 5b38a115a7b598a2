package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The machinery of the read side. Each room adds its projection and its queries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectionSettings.class)
class ProjectionsConfiguration {

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
    Projector projector(DSLContext sql, EventLog log, Projections projections, ProjectionSettings settings) {
        return new Projector(sql, log, projections, settings.batchMax());
    }

    @Bean
    ProjectorLoop projectorLoop(
            Projector projector, EventLog log, ProjectionPosition position, ProjectionSettings settings) {
        return new ProjectorLoop(projector, position, log, settings);
    }

    @Bean
    ProjectionMetrics projectionMetrics(
            EventLog log, ProjectionPosition position, DeadLetters deadLetters, ProjectorLoop loop) {
        return new ProjectionMetrics(log, position, deadLetters, loop);
    }
}
