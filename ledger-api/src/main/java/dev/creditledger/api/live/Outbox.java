package dev.creditledger.api.live;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client is still to be sent, one thing after the other. Whoever puts something in does not wait: a thread sends as
 * long as there is something, and gives a client up that takes nothing for too long.
 */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** A session says something every few seconds at most. */
    static final int ROOM = 64;

    private sealed interface Item {
        record Text(Message message) implements Item {}

        record Ping(long number) implements Item {}

        record Close(Closing closing) implements Item {}
    }

    private final Session socket;
    private final JsonMapper json;
    private final Queue<Item> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;

    Outbox(Session socket, JsonMapper json) {
        this.socket = socket;
        this.json = json;
    }

    /** Whether there was context for it. */
    boolean send(Message message) {
        return put(new Item.Text(message));
    }

    boolean ping(long number) {
        return put(new Item.Ping(number));
    }

    /** The last words, if the client still takes any. */
    synchronized void close(Farewell farewell) {
        if (send(farewell.last())) {
            close(farewell.closing());
        } else {
            abandon(farewell.closing());
        }
    }

    /** What is put in afterwards is not sent. */
    synchronized void close(Closing closing) {
        var _ = add(new Item.Close(closing));
        closed = true;
    }

    /** The client takes nothing any more: what waits for it is lost. */
    synchronized void abandon(Closing closing) {
        waiting.clear();
        close(closing);
    }

    private synchronized boolean put(Item item) {
        return waiting.size() < ROOM && add(item);
    }

    private boolean add(Item item) {
        if (!closed) {
            waiting.add(item);
            if (!sending) {
                sending = true;
                Thread.ofVirtual().name("live-outbox").start(this::drain);
            }
        }
        return true;
    }

    private void drain() {
        try {
            for (var item = next(); item != null; item = next()) {
                send(item);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("A client could not be sent what waits for it", e);
            giveUp();
        }
    }

    private synchronized @Nullable Item next() {
        var item = waiting.poll();
        sending = item != null;
        return item;
    }

    private void send(Item item) throws IOException {
        switch (item) {
            case Item.Text(var message) -> socket.getBasicRemote().sendText(json.writeValueAsString(message));
            case Item.Ping(var number) ->
                socket.getBasicRemote()
                        .sendPing(
                                ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
            case Item.Close(var closing) -> {
                var code = CloseReason.CloseCodes.getCloseCode(closing.code());
                socket.close(new CloseReason(code, ""));
            }
        }
    }

    /** The container tells the connection that it is closed, as soon as it is. */
    private void giveUp() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            sending = false;
        }
        try {
            socket.close(new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, ""));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A client that was given up could not be told", e);
        }
    }
}
