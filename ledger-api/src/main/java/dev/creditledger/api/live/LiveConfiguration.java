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
    Admission admission(SocketSettings settings, MeterRegistry metrics) {
        var admission = new Admission(settings);
        Gauge.builder("ledger.live.connections", admission, Admission::connections)
                .description("WebSockets of live sessions on this node")
                .register(metrics);
        return admission;
    }

    @Bean
    LiveRoom liveRoom(
            SocketSettings settings, LiveDesk desk, Doorkeeper doorkeeper, Beginning beginning, Renewals renewals) {
        return new LiveRoom(settings, desk, doorkeeper, beginning, renewals, new Farewells(settings.programme()));
    }

    @Bean
    LiveLifecycle liveLifecycle(Connections connections, Admission admission, LiveDesk desk) {
        return new LiveLifecycle(connections, admission, desk, InstantSource.system());
    }
}
