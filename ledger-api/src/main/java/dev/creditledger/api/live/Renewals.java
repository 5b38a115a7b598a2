package dev.creditledger.api.live;

import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.quota.Allowance;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.projections.ProjectionPosition;
import dev.creditledger.projections.quota.QuotaQuery;
import dev.creditledger.projections.quota.QuotaView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** When the quota renews that has ended a session. */
@Component
final class Renewals {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final QuotaQuery quotas;
    private final QuotaDesk tiers;
    private final ProjectionPosition projected;

    Renewals(QuotaQuery quotas, QuotaDesk tiers, ProjectionPosition projected) {
        this.quotas = quotas;
        this.tiers = tiers;
        this.projected = projected;
    }

    /**
     * Waits for the read side, which knows what else was used.
     *
     * @param position of the end
     */
    Optional<Instant> of(SessionEnded end, Optional<Long> position) {
        position.ifPresent(at -> projected.await(at, PATIENCE));
        return quotas.find(end.account()).flatMap(view -> renewal(end, view));
    }

    private Optional<Instant> renewal(SessionEnded end, QuotaView view) {
        var feature = end.feature().name();
        return Allowance.of(
                        view.quotas().limits(feature, tiers.current().of(view.tier(), feature)),
                        view.quotas().used(feature),
                        view.reserved().getOrDefault(feature, 0L),
                        end.meter().countedTo())
                .bound()
                .map(Allowance.Bound::renewsAt);
    }
}
