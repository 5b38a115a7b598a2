package dev.creditledger.api.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The errors of requests that Tomcat refuses before any of our code sees them, as problems too. */
public final class ContainerErrors extends ErrorReportValve {

    private static final int UNAVAILABLE = Problem.UNAVAILABLE.status();
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        var status = isStopping(request) ? UNAVAILABLE : response.getStatus();
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var problem = ErrorPage.of(status).here();
        var requestId = RequestIds.of(request);
        var body = JSON.writeValueAsBytes(problem.body(requestId));
        try {
            response.setStatus(problem.problem().status());
            response.setHeader(RequestIds.HEADER, requestId);
            response.setContentType("application/problem+json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            getContainer().getLogger().debug("the caller did not wait for its problem: " + new String(body, UTF_8), e);
        }
    }

    /** A connector that stops reads no headers any more, and then finds that one is missing: that is not the caller's fault. */
    private static boolean isStopping(Request request) {
        return request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> protocol
                && protocol.isPaused();
    }

    @Configuration(proxyBeanMethods = false)
    static class Installation {
        @Bean
        TomcatContextCustomizer problemsFromTomcat() {
            return context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ContainerErrors.class.getName());
                }
            };
        }
    }
}
