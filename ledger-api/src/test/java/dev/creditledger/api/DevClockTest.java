package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Business time that is moved by hand: holds and grants expire without waiting. */
class DevClockTest {

    @Test
    void what_becomes_due_is_done_when_the_clock_has_moved_and_stays_moved() {
        var ledger = TestLedger.on(TestDatabase.fresh(), Map.of());
        var admin = ledger.admin();
        var account = admin.openWith("10");
        var soon =
                Instant.parse(admin.get("/dev/clock").expect(200).text("now")).plusSeconds(3_600);
        admin.post(
                        Client.path(account) + "/grants",
                        "{\"amount\":5,\"source\":\"bonus\",\"reason\":\"r\",\"expiresAt\":\"" + soon + "\"}")
                .expect(201);
        var hold = admin.hold(account, "7").text("holdId");

        var moved = admin.send("POST", "/dev/clock", "{\"advance\":\"PT31M\"}").expect(200);
        var balance = admin.getAfter(moved, Client.path(account) + "/balance").expect(200);
        assertThat(balance.body().path("held").asInt()).isZero();
        assertThat(balance.body().path("available").asInt()).isEqualTo(15);
        assertProblem(admin.post(Client.path(account) + "/holds/" + hold + "/capture", "{}"), 409, "hold_closed");

        moved = admin.send("POST", "/dev/clock", "{\"set\":\"" + soon + "\"}").expect(200);
        balance = admin.getAfter(moved, Client.path(account) + "/balance").expect(200);
        assertThat(balance.body().path("available").asInt()).isEqualTo(10);
        assertThat(balance.at("/lifetime/expired").asInt()).isEqualTo(5);
        assertThat(admin.get(Client.path(account) + "/entries").text())
                .contains("\"kind\":\"hold_expiry\"", "\"kind\":\"expiry\"");

        assertProblem(
                admin.send("POST", "/dev/clock", "{\"set\":\"2020-01-01T00:00:00Z\"}"), 422, "clock_runs_forward_only");
        try (var again = ledger.restarted(Map.of())) {
            assertThat(Instant.parse(again.admin().get("/dev/clock").text("now")))
                    .isAfter(soon);
        }
    }

    @Test
    void it_takes_one_way_of_moving() {
        var admin = TestLedger.shared().admin();

        assertProblem(admin.send("POST", "/dev/clock", "{}"), 422, "contradictory_fields");
        assertProblem(
                admin.send("POST", "/dev/clock", "{\"advance\":\"PT1S\",\"set\":\"2099-01-01T00:00:00Z\"}"),
                422,
                "contradictory_fields");
        assertProblem(
                admin.send("POST", "/dev/clock", "{\"set\":\"9995-01-01T00:00:00Z\"}"), 422, "contradictory_fields");
        assertProblem(admin.send("POST", "/dev/clock", "{\"advance\":\"soon\"}"), 400, "invalid_request");
    }
}
