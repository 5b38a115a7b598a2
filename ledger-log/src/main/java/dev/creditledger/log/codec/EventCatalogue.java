package dev.creditledger.log.codec;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.finance.FinanceEvent;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.quota.QuotaEvent;
import dev.creditledger.domain.quota.TierQuotaEvent;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which class stands for which event type, and how older forms become the newest. A form, once written, is never edited:
 * a new form gets a new version, an {@link Upcast} from the version before, a row in {@code log.event_type} and a golden
 * file.
 */
final class EventCatalogue {

    record Entry(EventType type, Class<? extends Event> form) {}

    static final EventCatalogue CURRENT = new EventCatalogue(
            List.of(
                    entry("account.opened", 1, AccountEvent.AccountOpened.class),
                    entry("account.credits-granted", 2, AccountEvent.CreditsGranted.class),
                    entry("account.grant-activated", 2, AccountEvent.GrantActivated.class),
                    entry("account.credits-deducted", 2, AccountEvent.CreditsDeducted.class),
                    entry("account.credits-expired", 1, AccountEvent.CreditsExpired.class),
                    entry("account.grant-revoked", 1, AccountEvent.GrantRevoked.class),
                    entry("account.deduction-reversed", 1, AccountEvent.DeductionReversed.class),
                    entry("account.hold-placed", 1, AccountEvent.HoldPlaced.class),
                    entry("account.hold-captured", 1, AccountEvent.HoldCaptured.class),
                    entry("account.hold-released", 1, AccountEvent.HoldReleased.class),
                    entry("account.hold-expired", 1, AccountEvent.HoldExpired.class),
                    entry("account.frozen", 1, AccountEvent.AccountFrozen.class),
                    entry("account.unfrozen", 1, AccountEvent.AccountUnfrozen.class),
                    entry("account.closed", 1, AccountEvent.AccountClosed.class),
                    entry("account.grant-reduced", 1, AccountEvent.GrantReduced.class),
                    entry("account.uncovered-written-off", 1, AccountEvent.UncoveredWrittenOff.class),
                    entry("subscription.changed", 1, SubscriptionEvent.SubscriptionChanged.class),
                    entry("subscription.renewed", 1, SubscriptionEvent.SubscriptionRenewed.class),
                    entry("pricing.book-opened", 1, PricingEvent.BookOpened.class),
                    entry("pricing.models-priced", 1, PricingEvent.ModelsPriced.class),
                    entry("pricing.model-retired", 1, PricingEvent.ModelRetired.class),
                    entry("pricing.margin-set", 1, PricingEvent.MarginSet.class),
                    entry("pricing.feature-priced", 1, PricingEvent.FeaturePriced.class),
                    entry("finance.period-closed", 1, FinanceEvent.PeriodClosed.class),
                    entry("session.started", 1, SessionEvent.SessionStarted.class),
                    entry("session.resumed", 1, SessionEvent.SessionResumed.class),
                    entry("session.heartbeat-received", 1, SessionEvent.HeartbeatReceived.class),
                    entry("session.low-balance-reached", 1, SessionEvent.LowBalanceReached.class),
                    entry("session.checkpointed", 1, SessionEvent.SessionCheckpointed.class),
                    entry("session.ended", 1, SessionEvent.SessionEnded.class),
                    entry("quota.account-limited", 1, QuotaEvent.AccountQuotaSet.class),
                    entry("tiers.quota-set", 1, TierQuotaEvent.TierQuotaSet.class)),
            List.of(
                    Upcast.lacking("account.credits-granted", 1),
                    Upcast.lacking("account.grant-activated", 1),
                    new Upcast(new EventType("account.credits-deducted", 1), EventCatalogue::pricedAsFree)));

    private final Map<Class<? extends Event>, EventType> types = new HashMap<>();
    private final Map<EventType, Class<? extends Event>> forms = new HashMap<>();
    private final Map<EventType, Upcast> upcasts = new HashMap<>();

    EventCatalogue(List<Entry> entries, List<Upcast> upcasts) {
        for (var entry : entries) {
            types.put(entry.form(), entry.type());
            forms.put(entry.type(), entry.form());
        }
        for (var upcast : upcasts) {
            this.upcasts.put(upcast.from(), upcast);
        }
    }

    /** There was one margin then, for everybody, and its version was that of the prices. */
    private static ObjectNode pricedAsFree(ObjectNode deduction) {
        if (deduction.get("usage") instanceof ObjectNode usage) {
            usage.set("marginVersion", usage.get("priceVersion"));
            usage.put("tier", "free");
        }
        return deduction;
    }

    private static Entry entry(String name, int version, Class<? extends Event> form) {
        return new Entry(new EventType(name, version), form);
    }

    EventType typeOf(Event event) {
        var type = types.get(event.getClass());
        if (type == null) {
            throw new UnknownEventTypeException(event.getClass().getSimpleName());
        }
        return type;
    }

    /** Empty: not the newest form. */
    Optional<Class<? extends Event>> form(EventType type) {
        return Optional.ofNullable(forms.get(type));
    }

    /** The step from {@code type} to the version after it. */
    Upcast upcastFrom(EventType type) {
        var upcast = upcasts.get(type);
        if (upcast == null) {
            throw new UnknownEventTypeException("event type " + type);
        }
        return upcast;
    }

    /** Every type that can be read. */
    Set<EventType> types() {
        var all = new TreeSet<EventType>(Comparator.comparing(EventType::name).thenComparingInt(EventType::version));
        all.addAll(forms.keySet());
        all.addAll(upcasts.keySet());
        return all;
    }
}
