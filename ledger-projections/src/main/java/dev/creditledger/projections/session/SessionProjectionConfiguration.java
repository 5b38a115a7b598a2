package dev.creditledger.projections.session;

import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.projections.Projection;
import dev.creditledger.projections.ProjectionPosition;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SessionProjectionConfiguration {

    @Bean
    Projection sessionProjection() {
        return new SessionProjection();
    }

    @Bean
    Projection liveTotalProjection() {
        return new LiveTotalProjection();
    }

    @Bean
    SessionQuery sessionQuery(DSLContext sql) {
        return new SessionQuery(sql);
    }

    @Bean
    RunningSessions runningSessions(DSLContext sql, ProjectionPosition position) {
        return new RunningSessionsQuery(sql, position);
    }

    @Bean
    LiveStatsQuery liveStatsQuery(DSLContext sql) {
        return new LiveStatsQuery(sql);
    }
}
