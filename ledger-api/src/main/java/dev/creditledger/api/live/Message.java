package dev.creditledger.api.live;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRate;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is told to a client: one JSON object. Names have underscores, as in what clients say. */
record Message(Map<String, Object> fields) {

    Message {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @JsonValue
    @Override
    public Map<String, Object> fields() {
        return fields;
    }

    static Message of(String type) {
        return new Message(Map.of("type", type));
    }

    static Message error(String code, String message, boolean recoverable) {
        return of("error").with("code", code).with("message", message).with("recoverable", recoverable);
    }

    Message with(String name, Object value) {
        var more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Message(more);
    }

    Message with(Message other) {
        var more = new LinkedHashMap<>(fields);
        other.fields.forEach(more::putIfAbsent);
        return new Message(more);
    }

    /** What is wrong with what a client said. */
    static Message unreadable(ProblemException problem) {
        var message = error(problem.problem().code(), problem.problem().title(), true);
        return problem.errors().isEmpty() ? message : message.with("errors", problem.errors());
    }

    /**
     * That a session runs.
     *
     * @param seconds that are charged
     * @param remaining what the account has left, reserved credits included
     */
    record Connected(
            SessionId session,
            AccountId account,
            String channel,
            LiveFeature feature,
            boolean resumed,
            Instant startedAt,
            SessionRate rate,
            long seconds,
            Credits remaining,
            Grant grant) {
        Message message() {
            return of("connected")
                    .with("session_id", session)
                    .with("account_id", account)
                    .with("channel_id", channel)
                    .with("feature", feature)
                    .with("resumed", resumed)
                    .with("started_at", startedAt)
                    .with("unit", rate.unit())
                    .with("credits_per_unit", rate.creditsPerUnit())
                    .with("remaining_credits", remaining)
                    .with("seconds", seconds)
                    .with("charged", rate.cost(seconds))
                    .with(granted(grant));
        }
    }

    private static Message granted(Grant grant) {
        return new Message(Map.of())
                .with("granted_until_second", grant.untilSecond())
                .with("renew_at_second", grant.renewAtSecond())
                .with("valid_until", grant.validUntil())
                .with("final_unit", grant.finalUnit());
    }

    static Message checkpoint(SessionCheckpointed event) {
        return of("checkpoint")
                .with("session_id", event.session())
                .with("seconds", event.meter().counted())
                .with("amount", event.amount())
                .with("charged", event.charged())
                .with("remaining_credits", event.balance().total())
                .with(granted(event.grant()));
    }

    static Message lowBalance(SessionCheckpointed event, int thresholdPercent) {
        return of("low_balance")
                .with("session_id", event.session())
                .with("threshold_percent", thresholdPercent)
                .with("remaining_credits", event.balance().total());
    }

    /** What every message about an end says of it. */
    static Message endOf(SessionEnded event) {
        return new Message(Map.of())
                .with("session_id", event.session())
                .with("end_reason", event.reason())
                .with("seconds", event.meter().counted())
                .with("amount", event.amount())
                .with("charged", event.charged())
                .with("remaining_credits", event.balance().total());
    }
}
