package dev.creditledger.api.live;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** One WebSocket of the container's, for one connection. */
final class SocketEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEndpoint.class);

    private static final int TEXT_MAX = 16 * 1024;

    /** The container's own patience is 20 s, 50 ms and 30 s. */
    private static final Map<String, Object> PATIENCE_MILLIS = Map.of(
            "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", 5_000L,
            "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT", 2_000L,
            "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", 2_000L);

    private final Connection connection;
    private final Dialogue dialogue;
    private final JsonMapper json;

    private SocketEndpoint(Connection connection, Dialogue dialogue, JsonMapper json) {
        this.connection = connection;
        this.dialogue = dialogue;
        this.json = json;
    }

    /** Compression is not offered: with secrets beside what somebody else chose, it tells about them. */
    static ServerEndpointConfig config(Connection connection, Dialogue dialogue, JsonMapper json) {
        var endpoint = new SocketEndpoint(connection, dialogue, json);
        return ServerEndpointConfig.Builder.create(SocketEndpoint.class, "/ws/live")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(endpoint);
                    }

                    @Override
                    public List<Extension> getNegotiatedExtensions(
                            List<Extension> installed, List<Extension> requested) {
                        return List.of();
                    }

                    @Override
                    public boolean checkOrigin(String origin) {
                        return true;
                    }
                })
                .build();
    }

    @Override
    public void onOpen(Session socket, EndpointConfig config) {
        socket.getUserProperties().putAll(PATIENCE_MILLIS);
        socket.setMaxIdleTimeout(0);
        socket.setMaxTextMessageBufferSize(TEXT_MAX);
        socket.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> guard(() -> dialogue.text(text)));
        socket.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                (part, last) -> guard(() -> dialogue.binary(part.remaining(), last)));
        socket.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>)
                pong -> guard(() -> dialogue.pong(number(pong))));
        connection.opened(new Outbox(socket, json));
    }

    /** 0: it answers no ping of ours. */
    private static long number(PongMessage pong) {
        var data = pong.getApplicationData();
        return data.remaining() == Long.BYTES ? data.getLong() : 0;
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            connection.broken(e);
        }
    }

    @Override
    public void onClose(Session socket, CloseReason reason) {
        connection.closed(reason.getCloseCode().getCode());
    }

    /** Clients break off, or send what is no WebSocket: the container closes then. */
    @Override
    public void onError(Session socket, Throwable failure) {
        LOG.debug("A live connection broke", failure);
    }
}
