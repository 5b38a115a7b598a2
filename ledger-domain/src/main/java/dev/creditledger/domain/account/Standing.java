package dev.creditledger.domain.account;

import dev.creditledger.domain.Tier;
import java.util.Optional;

/**
 * What the rest of the boundary says about an account at the time of a command.
 *
 * @param tier whose prices apply
 * @param stopped why the account may not spend, if so
 */
public record Standing(Tier tier, Optional<String> stopped) {

    /** Of an account alone. */
    public static final Standing FREE = new Standing(Tier.FREE, Optional.empty());
}
