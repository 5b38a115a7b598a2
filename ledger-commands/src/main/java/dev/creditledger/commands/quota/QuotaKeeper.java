package dev.creditledger.commands.quota;

import dev.creditledger.commands.shared.SharedAggregate;
import dev.creditledger.commands.shared.SharedAggregate.Kind;
import dev.creditledger.commands.shared.SharedAggregate.Known;
import dev.creditledger.commands.shared.StateUnknownException;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.dispatch.ConfiguredQuotas;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.quota.TierQuotaCommand;
import dev.creditledger.domain.quota.TierQuotaEvent;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tiers' quotas at hand. A node follows a change within {@link #AGE_MAX}; while the log cannot be read it goes
 * by what it knew last, since a quota is no debt.
 */
public final class QuotaKeeper implements QuotaDesk {

    static final Duration AGE_MAX = Duration.ofSeconds(5);

    private static final Kind<TierQuotaCommand, TierQuotaEvent, TierQuotas> KIND =
            new Kind<>(TierQuotas.NAME, TierQuotaEvent.class, TierQuotas.NONE, TierQuotas::decide, TierQuotas::evolve);

    private static final Logger LOG = LoggerFactory.getLogger(QuotaKeeper.class);

    private final SharedAggregate<TierQuotaCommand, TierQuotaEvent, TierQuotas> set;
    private final TierQuotas configured;

    /**
     * What is configured, with what was set in its place.
     *
     * @param changes how many there had been
     */
    private record Effective(long changes, TierQuotas all) {}

    private volatile Effective effective;

    /** @param refusal why nothing may be written now, if so */
    public QuotaKeeper(EventLog log, Vault vault, ConfiguredQuotas configured, Supplier<Optional<String>> refusal) {
        this(log, vault, configured, refusal, System::nanoTime);
    }

    QuotaKeeper(
            EventLog log,
            Vault vault,
            ConfiguredQuotas configured,
            Supplier<Optional<String>> refusal,
            LongSupplier nanoTime) {
        this.set = new SharedAggregate<>(KIND, log, vault, refusal, nanoTime);
        this.configured = configured.limits();
        this.effective = new Effective(0, this.configured);
    }

    @Override
    public TierQuotas current() {
        var latest = latest();
        var known = effective;
        if (known.changes() != latest.next()) {
            known = new Effective(latest.next(), configured.with(latest.state()));
            effective = known;
        }
        return known.all();
    }

    private Known<TierQuotas> latest() {
        try {
            return set.noOlderThan(AGE_MAX);
        } catch (StateUnknownException e) {
            LOG.warn("Quotas that were set elsewhere meanwhile are not known: {}", e.reason());
            return set.known();
        }
    }

    @Override
    public Outcome change(TierQuotaCommand command, Cause cause, Optional<Once> once) {
        return set.change(known -> known.decide(command), cause, once);
    }
}
