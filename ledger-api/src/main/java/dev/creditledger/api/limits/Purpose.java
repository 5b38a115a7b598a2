package dev.creditledger.api.limits;

import java.util.Map;

/** What a user's requests are counted as, each apart from the others. */
public enum Purpose {
    API,
    QUOTA_CHECK,
    WEBSOCKET;

    /** Calls that are not counted with all others: the path, and everything below it. */
    private static final Map<String, Purpose> BY_PATH = Map.of("/api/v1/live/quota/check", QUOTA_CHECK);

    /** @param path decoded: an encoded character makes no other call of it */
    static Purpose of(String path) {
        for (var entry : BY_PATH.entrySet()) {
            if (path.equals(entry.getKey()) || path.startsWith(entry.getKey() + '/')) {
                return entry.getValue();
            }
        }
        return API;
    }
}
