package dev.creditledger.log.codec;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.log.vault.Vault;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events to JSON and back. Personal data in the clear is sealed on the way in; what is sealed stays so on the way out.
 *
 * <p>The JSON leaves out what the log keeps in columns of their own: the aggregate's name and both times.
 */
public final class EventCodec {

    /** What the log keeps beside the JSON. */
    public record Beside(String aggregate, Instant occurredAt, Instant bookedAt) {}

    private final EventCatalogue catalogue;
    private final JsonMapper json;
    private final ObjectWriter writer;
    private final DeductionReader deductions;

    public EventCodec(Vault vault) {
        this(EventCatalogue.CURRENT, vault);
    }

    EventCodec(EventCatalogue catalogue, Vault vault) {
        this.catalogue = catalogue;
        this.json = LedgerJson.mapper(vault::seal);
        this.writer = json.writer();
        this.deductions = new DeductionReader(json);
    }

    public EventType typeOf(Event event) {
        return catalogue.typeOf(event);
    }

    /** Every type that can be read. */
    public Set<EventType> types() {
        return catalogue.types();
    }

    /**
     * The class that an event of this type is read as.
     *
     * @throws UnknownEventTypeException if no class and no upcast is known for the type
     */
    public Class<? extends Event> newestForm(EventType type) {
        var form = catalogue.form(type);
        return form.isPresent()
                ? form.get()
                : newestForm(catalogue.upcastFrom(type).to());
    }

    /** @throws UnknownEventTypeException if the event is not in the catalogue */
    public byte[] encode(Event event) {
        typeOf(event);
        try {
            return writer.writeValueAsBytes(event);
        } catch (JacksonException e) {
            throw new IllegalStateException("an event cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws UnknownEventTypeException if no class and no upcast is known for the type */
    public Event decode(EventType type, Beside beside, byte[] payload) {
        try {
            var form = catalogue.form(type);
            Event event = form.isPresent()
                    ? read(form.get(), beside, payload)
                    : decodeOlder(type, beside, (ObjectNode) json.readTree(payload));
            // What the JSON literal null is read as.
            return Objects.requireNonNull(event, "no event");
        } catch (JacksonException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new UnreadableEventException("an event of type " + type + " of " + beside.aggregate(), e);
        }
    }

    private Event read(Class<? extends Event> form, Beside beside, byte[] payload) {
        return form == CreditsDeducted.class
                ? deductions.read(beside, payload)
                : reader(form, beside).readValue(payload);
    }

    private Event decodeOlder(EventType type, Beside beside, ObjectNode payload) {
        var upcast = catalogue.upcastFrom(type);
        var newer = upcast.change().apply(payload);
        var form = catalogue.form(upcast.to());
        return form.isPresent() ? reader(form.get(), beside).readValue(newer) : decodeOlder(upcast.to(), beside, newer);
    }

    private ObjectReader reader(Class<? extends Event> form, Beside beside) {
        var columns = new InjectableValues.Std()
                .addValue(EventColumns.OCCURRED_AT, beside.occurredAt())
                .addValue(EventColumns.BOOKED_AT, beside.bookedAt());
        if (BoundEvent.class.isAssignableFrom(form)) {
            columns.addValue(EventColumns.ACCOUNT, new AccountId(beside.aggregate()));
        }
        return json.reader(columns).forType(form);
    }
}
