package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import java.util.Optional;

/** The write side's door for whoever prices something, or changes prices. */
public interface PriceDesk {

    /**
     * The price book, with every change that begins by now, whichever node made it.
     *
     * @throws PricesUnknownException if that cannot be made sure of
     */
    PriceBook current();

    /**
     * Decides a change and waits until the outcome is durable. Of several events that it leads to the last one answers.
     *
     * @throws RuntimeException only for bugs and outages that no {@link Outcome} names
     */
    Outcome change(PricingCommand command, Cause cause, Optional<Submission.Once> once);
}
