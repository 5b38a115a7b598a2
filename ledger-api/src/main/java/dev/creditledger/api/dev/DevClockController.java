package dev.creditledger.api.dev;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.security.Roles;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Looks at the business clock and moves it, so that expiry can be tried without waiting. */
@RestController
@ConditionalOnProperty(name = "ledger.mode", havingValue = "dev")
@RequestMapping(path = "/dev/clock", produces = MediaType.APPLICATION_JSON_VALUE)
class DevClockController {

    private final Clockwork clockwork;

    DevClockController(Clockwork clockwork) {
        this.clockwork = clockwork;
    }

    /** @param ahead how far business time is ahead of the real clock */
    record ClockAnswer(Instant now, String ahead) {}

    @GetMapping
    ClockAnswer look(Call call) {
        call.as(Roles.EVERYBODY);
        call.query().finish();
        return answer();
    }

    @PostMapping
    ResponseEntity<ClockAnswer> move(Call call) {
        call.as(Roles.ADMINS);
        var body = new Fields(call.body());
        var advance = body.optionalText("advance", DevClockController::isForward, "must be a duration such as PT31M");
        var set = body.optionalTime("set");
        if (advance.isPresent() == set.isPresent()) {
            body.contradiction("set", "must be there, or advance, but not both");
        }
        var target = set.or(() -> advance.map(by -> clockwork.now().plus(Duration.parse(by))));
        if (target.isPresent() && target.get().isAfter(DevClock.END)) {
            body.contradiction(set.isPresent() ? "set" : "advance", "must not lead beyond " + DevClock.END);
        }
        body.finish();
        var position = set.map(clockwork::set)
                .or(() -> advance.map(Duration::parse).map(clockwork::advance))
                .orElseThrow();
        return ResponseEntity.ok()
                .header(Consistency.TOKEN_HEADER, Consistency.token(position))
                .body(answer());
    }

    private ClockAnswer answer() {
        return new ClockAnswer(clockwork.now(), clockwork.ahead().toString());
    }

    private static boolean isForward(String text) {
        return duration(text)
                .filter(by -> by.isPositive() && by.compareTo(Duration.ofDays(3_650_000)) < 0)
                .isPresent();
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
