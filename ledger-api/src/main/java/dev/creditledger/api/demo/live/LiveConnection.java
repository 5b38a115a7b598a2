package dev.creditledger.api.demo.live;

import java.net.http.WebSocket;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A client's WebSocket. One thread says what is to be said. */
final class LiveConnection {

    private final InstantSource clock;
    private final WebSocket socket;
    private final Ear ear;

    LiveConnection(InstantSource clock, WebSocket socket, Ear ear) {
        this.clock = clock;
        this.socket = socket;
        this.ear = ear;
    }

    /** What has come of it. */
    Ear ear() {
        return ear;
    }

    /**
     * Says who it is; answers the session, if there is one now.
     *
     * @param resume a session that was lost
     */
    Optional<String> authenticate(String token, Optional<String> resume) throws InterruptedException {
        var more = new LinkedHashMap<>(Map.of("token", token));
        resume.ifPresent(lost -> more.put("resume", lost));
        say("authenticate", more);
        return Patience.await(ear.session(), "authenticate");
    }

    /** Returns when the server has heard it, or has closed the connection. */
    void beat() throws InterruptedException {
        var at = clock.instant();
        var answer = ear.heartbeat();
        say("heartbeat", Map.of());
        if (Patience.await(answer, "heartbeat")) {
            ear.wasHeard(at);
        }
    }

    /** Says what ends the session, and waits for the close. */
    void leave(String type, Map<String, String> more) throws InterruptedException {
        var at = clock.instant();
        say(type, more);
        Patience.await(ear.closed(), type);
        ear.wasHeard(at);
    }

    /** Cuts it, without a word. What was sent before may still arrive. */
    void cut() {
        socket.abort();
    }

    /** A connection that is closed meanwhile says so to whoever waits for the answer. */
    private void say(String type, Map<String, String> more) throws InterruptedException {
        var message = new LinkedHashMap<String, String>();
        message.put("type", type);
        message.putAll(more);
        var sent = socket.sendText(JsonMapper.shared().writeValueAsString(message), true);
        Patience.await(sent.handle((_, failure) -> failure == null), type);
    }
}
