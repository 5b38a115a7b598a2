package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.util.List;
import java.util.Optional;

/** An event by which credits were spent, so that they can be given back. */
public interface Deduction extends BoundEvent {

    DeductionId deduction();

    Credits amount();

    DeductionType type();

    Optional<String> chargedFeature();

    /** In draw order. */
    List<Draw> drawn();
}
