package dev.creditledger.api.account;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.json.Json;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whatever changes an account. */
@RestController
@RequestMapping(path = Change.ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
class ChangesController {

    private final Desk desk;

    ChangesController(Desk desk) {
        this.desk = desk;
    }

    @PostMapping
    ResponseEntity<Answer> open(Call call) {
        return desk.open(call).response();
    }

    @PostMapping("/{account}/grants")
    ResponseEntity<Answer> grant(@PathVariable String account, Call call) {
        return make(Change.GRANT, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/grants/{grant}/revocation")
    ResponseEntity<Answer> revoke(@PathVariable String account, @PathVariable String grant, Call call) {
        return make(Change.REVOCATION, account, Optional.of(grant), call);
    }

    @PostMapping("/{account}/deductions")
    ResponseEntity<Answer> deduct(@PathVariable String account, Call call) {
        return make(Change.DEDUCTION, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/deductions/{deduction}/reversal")
    ResponseEntity<Answer> reverse(@PathVariable String account, @PathVariable String deduction, Call call) {
        return make(Change.REVERSAL, account, Optional.of(deduction), call);
    }

    @PostMapping("/{account}/usage")
    ResponseEntity<Answer> charge(@PathVariable String account, Call call) {
        return make(Change.USAGE, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/holds")
    ResponseEntity<Answer> hold(@PathVariable String account, Call call) {
        return make(Change.HOLD, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/holds/{hold}/capture")
    ResponseEntity<Answer> capture(@PathVariable String account, @PathVariable String hold, Call call) {
        return make(Change.CAPTURE, account, Optional.of(hold), call);
    }

    @PostMapping("/{account}/holds/{hold}/release")
    ResponseEntity<Answer> release(@PathVariable String account, @PathVariable String hold, Call call) {
        return make(Change.RELEASE, account, Optional.of(hold), call, call::bodyOrNothing);
    }

    @PostMapping("/{account}/freeze")
    ResponseEntity<Answer> freeze(@PathVariable String account, Call call) {
        return make(Change.FREEZE, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/unfreeze")
    ResponseEntity<Answer> unfreeze(@PathVariable String account, Call call) {
        return make(Change.UNFREEZE, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/closure")
    ResponseEntity<Answer> close(@PathVariable String account, Call call) {
        return make(Change.CLOSURE, account, Optional.empty(), call);
    }

    @PostMapping("/{account}/uncovered/write-off")
    ResponseEntity<Answer> writeOff(@PathVariable String account, Call call) {
        return make(Change.WRITE_OFF, account, Optional.empty(), call);
    }

    private ResponseEntity<Answer> make(Change change, String account, Optional<String> part, Call call) {
        return make(change, account, part, call, call::body);
    }

    private ResponseEntity<Answer> make(
            Change change, String account, Optional<String> part, Call call, Supplier<Json> body) {
        return desk.make(new Ask(change, account, part, call::key, body, Set.of()), call)
                .response();
    }
}
