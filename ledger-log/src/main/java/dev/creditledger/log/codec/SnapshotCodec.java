package dev.creditledger.log.codec;

import dev.creditledger.domain.root.AccountRoot;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** States of aggregates to JSON and back. A state of another version is not upcast: events make it anew. */
public final class SnapshotCodec {

    /** Name and version of the form of an account's state. Whoever changes the form raises the version. */
    public static final EventType ACCOUNT = new EventType("account.snapshot", 3);

    private final JsonMapper json;

    public SnapshotCodec() {
        this.json = LedgerJson.mapper(_ -> {
            throw new IllegalStateException("a state holds no personal data");
        });
    }

    public byte[] encode(AccountRoot account) {
        return json.writeValueAsBytes(account);
    }

    /** Empty: another form than {@link #ACCOUNT}. */
    public Optional<AccountRoot> decode(EventType form, byte[] state) {
        if (!form.equals(ACCOUNT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(state, AccountRoot.class));
        } catch (JacksonException e) {
            throw new UnreadableEventException("a snapshot of form " + form, e);
        }
    }
}
