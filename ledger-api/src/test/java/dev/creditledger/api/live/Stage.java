package dev.creditledger.api.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A ledger of its own, on business time that is moved by hand, and those who talk to it live. */
final class Stage implements AutoCloseable {

    private final TestLedger ledger;
    private final Client admin;

    private Stage(TestLedger ledger) {
        this.ledger = ledger;
        this.admin = ledger.admin();
    }

    static Stage with(Map<String, Object> settings) {
        return on(TestLedger.on(TestDatabase.fresh(), settings));
    }

    static Stage on(TestLedger ledger) {
        return new Stage(ledger);
    }

    TestLedger ledger() {
        return ledger;
    }

    Client admin() {
        return admin;
    }

    /** A session that has begun. */
    record Session(Stage stage, LiveClient client, String account, JsonNode connected) implements AutoCloseable {

        String id() {
            return connected.path("session_id").asString();
        }

        Instant startedAt() {
            return Instant.parse(connected.path("started_at").asString());
        }

        /** Moves the clock to the session's second, and what is due by then is done. */
        void at(long second) {
            stage.set(startedAt().plusSeconds(second));
        }

        Reply found() {
            return stage.found(account, id());
        }

        /** How it ended. */
        Reply ended() {
            return stage.ended(account, id());
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** A new account with so many credits; its owner has its name. Everybody sees it. */
    String account(String credits) {
        var account = admin.open();
        seen(account, admin.grant(account, credits));
        return account;
    }

    void grant(String account, String credits) {
        seen(account, admin.grant(account, credits));
    }

    private void seen(String account, Reply write) {
        admin.getAfter(write, Client.path(account) + "/balance").expect(200);
    }

    String token(String subject) {
        return ledger.token(Role.USER, subject);
    }

    LiveClient open(String path, String... headers) {
        return LiveClient.open(ledger.url(), path, headers);
    }

    /** Connected to a channel that nobody else uses, and silent. */
    LiveClient open() {
        return open("/ws/live/" + UUID.randomUUID() + "/dubbing");
    }

    /** Dubbing for somebody new, who has so many credits. */
    Session session(String credits) {
        return start(account(credits), "stage", "dubbing");
    }

    Session start(String account, String channel, String feature) {
        var client = open("/ws/live/" + channel + "/" + feature);
        client.authenticate(token(account));
        return new Session(this, client, account, client.next("connected"));
    }

    /** Goes on with a session whose connection was lost. */
    Session resume(Session session) {
        var connected = session.connected();
        var client = open("/ws/live/" + connected.path("channel_id").asString() + "/"
                + connected.path("feature").asString());
        client.authenticate(token(session.account()), "resume", session.id());
        var resumed = client.next("connected");
        assertThat(resumed.path("resumed").asBoolean()).as(resumed::toString).isTrue();
        assertThat(resumed.path("session_id").asString()).isEqualTo(session.id());
        return new Session(this, client, session.account(), resumed);
    }

    Instant now() {
        return Instant.parse(admin.get("/dev/clock").expect(200).text("now"));
    }

    void set(Instant time) {
        moved("{\"set\":\"" + time + "\"}");
    }

    void pass(String time) {
        moved("{\"advance\":\"" + time + "\"}");
    }

    private void moved(String body) {
        var moved = admin.send("POST", "/dev/clock", body).expect(200);
        admin.getAfter(moved, "/api/v1/admin/sessions").expect(200);
    }

    /** As soon as the read side has it. */
    Reply found(String account, String session) {
        var path = Client.path(account) + "/sessions/" + session;
        return await().atMost(10, SECONDS)
                .until(() -> admin.get(path), found -> found.status() != 404)
                .expect(200);
    }

    Reply ended(String account, String session) {
        return await().atMost(10, SECONDS)
                .until(
                        () -> found(account, session),
                        found -> found.text("status").equals("ended"));
    }

    JsonNode balance(String account) {
        return admin.get(Client.path(account) + "/balance").expect(200).body();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
