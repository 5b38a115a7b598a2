package dev.creditledger.domain.account;

import dev.creditledger.domain.Money;
import java.util.Optional;

/**
 * What was paid for a grant.
 *
 * @param reference the payment's id at the payment provider
 */
public record Payment(Money paid, Optional<String> reference) {}
