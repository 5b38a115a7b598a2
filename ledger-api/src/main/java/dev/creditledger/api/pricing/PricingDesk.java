package dev.creditledger.api.pricing;

import dev.creditledger.api.account.Answered;
import dev.creditledger.api.account.Outcomes;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.json.CanonicalJson;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.security.Access;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.PricingRejection;
import dev.creditledger.domain.pricing.PricingRejection.NothingChanges;
import dev.creditledger.domain.pricing.Timeline;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Where changes of the price book are handed in. */
@Component
class PricingDesk {

    private final PriceDesk prices;
    private final InstantSource clock;

    PricingDesk(PriceDesk prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * A change that is asked for.
     *
     * @param request method and path
     * @param key none: the call has the same effect each time
     */
    record Ask(Call call, Access access, String request, Optional<IdempotencyKey> key, Json body) {
        private Optional<Once> once() {
            return key.map(
                    it -> new Once(it, request + '\n' + access.caller().subject() + '\n' + CanonicalJson.of(body)));
        }
    }

    /**
     * Makes the change.
     *
     * @param answer what to say of the event at its position
     * @param already what to say when nothing changes
     */
    <E extends PricingEvent> ResponseEntity<PricingAnswer> change(
            Ask ask,
            PricingCommand command,
            HttpStatus made,
            Class<E> form,
            BiFunction<E, Optional<Long>, PricingAnswer> answer,
            Supplier<PricingAnswer> already) {
        return switch (prices.change(command, ask.call().cause(ask.access()), ask.once())) {
            case Outcome.Accepted(var event, var position, var replayed) -> {
                var response =
                        ResponseEntity.status(made).header(Consistency.TOKEN_HEADER, Consistency.token(position));
                if (replayed) {
                    response.header(Answered.REPLAYED_HEADER, "true");
                }
                yield response.body(answer.apply(form.cast(event), Optional.of(position)));
            }
            case Outcome.Rejected(NothingChanges _) -> ResponseEntity.ok(already.get());
            case Outcome.Rejected(PricingRejection reason) -> throw PricingRefusals.of(reason);
            case Outcome other -> throw Outcomes.undone(other);
        };
    }

    /** What it comes to when all that is scheduled has begun. It is in the book, or it could not be the same. */
    static <K, T> Timeline.Version<T> last(Map<K, Timeline<T>> all, K key) {
        return Objects.requireNonNull(all.get(key)).last().orElseThrow();
    }

    PriceBook current() {
        return prices.current();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
