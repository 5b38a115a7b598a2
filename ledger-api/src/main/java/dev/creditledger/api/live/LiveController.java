package dev.creditledger.api.live;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Origin;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.session.LiveFeature;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Opens the WebSocket of a live session. Who the client is, it says inside. */
@RestController
class LiveController {

    /** BCP 47 (RFC 5646 §4.4.1). */
    private static final Predicate<String> LANGUAGE =
            Pattern.compile("[A-Za-z0-9-]{1,35}").asMatchPredicate();

    /** How often the container looks for sockets whose client does not answer a close; otherwise every 10 seconds. */
    private static final int CLOSE_LOOKS_SECONDS = 1;

    private static final List<String> LANGUAGES = List.of("source_lang", "target_lang");

    private final SocketSettings settings;
    private final ConnectionLimits limits;
    private final Connections connections;
    private final LiveContext context;
    private final Origin origin;
    private final JsonMapper json;

    LiveController(
            SocketSettings settings,
            ConnectionLimits limits,
            Connections connections,
            LiveContext context,
            Origin origin,
            JsonMapper json) {
        this.settings = settings;
        this.limits = limits;
        this.connections = connections;
        this.context = context;
        this.origin = origin;
        this.json = json;
    }

    @GetMapping("/ws/live/{channel}/{feature}")
    void open(
            @PathVariable String channel,
            @PathVariable String feature,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, DeploymentException {
        requireUpgrade(request);
        requireOrigin(request);
        var handshake = handshake(channel, feature, request);
        var place = limits.enter(origin.address(request));
        var connection = new Connection(handshake, place, context, connections::remove);
        connections.add(connection);
        try {
            container(request)
                    .upgradeHttpToWebSocket(
                            request,
                            response,
                            SocketEndpoint.config(connection, new Dialogue(connection, handshake, context), json),
                            Map.of());
        } finally {
            if (response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS.value()) {
                connection.closed(Closing.INTERNAL_ERROR.code());
            }
        }
    }

    private static void requireUpgrade(HttpServletRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            throw Problem.UPGRADE_REQUIRED.here().header(HttpHeaders.UPGRADE, "websocket");
        }
    }

    /** Any page can have a browser connect; the browser says which one it is. */
    private void requireOrigin(HttpServletRequest request) {
        var page = request.getHeader(HttpHeaders.ORIGIN);
        if (page != null && !settings.origins().contains(page)) {
            throw Problem.ORIGIN_NOT_ALLOWED.here();
        }
    }

    private Handshake handshake(String channel, String featureName, HttpServletRequest request) {
        if (!Names.FEATURE.test(channel)) {
            throw ProblemException.invalid("channelId", Names.FEATURE_FORM);
        }
        var feature = new LiveFeature(featureName);
        if (!settings.features().contains(feature.name())) {
            throw Problem.NOT_FOUND.because("It is no live feature.");
        }
        var languages = languages(Call.query(request));
        return new Handshake(
                UUID.randomUUID().toString(), channel, featureName, feature, origin.of(request), languages);
    }

    private static FreeText languages(Fields query) {
        for (var secret : List.of("token", "access_token", "authorization")) {
            if (query.has(secret)) {
                throw ProblemException.invalid(secret, "must not be in an address: send it in the first message");
            }
        }
        Map<String, String> languages = new TreeMap<>();
        for (var name : LANGUAGES) {
            query.optionalText(name, LANGUAGE, "must be a language tag such as pt-BR")
                    .ifPresent(language -> languages.put("metadata." + name, language));
        }
        query.finish();
        return FreeText.of(languages);
    }

    private static ServerContainer container(HttpServletRequest request) {
        if (request.getServletContext().getAttribute(ServerContainer.class.getName())
                instanceof WsServerContainer container) {
            container.setProcessPeriod(CLOSE_LOOKS_SECONDS);
            return container;
        }
        throw new IllegalStateException("the container has no WebSockets");
    }
}
