package dev.creditledger.api.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Live sessions by WebSocket, as the servlet container has them (Jakarta WebSocket 2.2). */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LiveSettings.class, SocketSettings.class})
class LiveConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSockets() {
        return factory ->
                factory.addContextCustomizers(context -> context.addServletContainerInitializer(new WsSci(), null));
    }

    @Bean
    ConnectionLimits limits(SocketSettings settings, MeterRegistry metrics) {
        var limits = new ConnectionLimits(settings);
        Gauge.builder("ledger.live.connections", limits, ConnectionLimits::connections)
                .description("WebSockets of live sessions on this node")
                .register(metrics);
        return limits;
    }

    @Bean
    LiveContext liveContext(
            SocketSettings settings,
            LiveDesk desk,
            Doorkeeper doorkeeper,
            SessionOpening opening,
            Connections connections,
            Renewals renewals) {
        return new LiveContext(
                settings,
                desk,
                doorkeeper,
                new Turnstile(),
                opening,
                connections,
                renewals,
                new Farewells(settings.programme()));
    }

    @Bean
    LiveLifecycle liveLifecycle(Connections connections, ConnectionLimits limits, LiveDesk desk) {
        return new LiveLifecycle(connections, limits, desk, InstantSource.system());
    }
}
