package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import java.time.Instant;

/** What the price book opens with when the log has none. */
@FunctionalInterface
public interface FirstPrices {

    /** @throws IllegalArgumentException if the settings make no price book */
    OpenBook opening(Instant at);
}
