package dev.creditledger.api.live;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.session.LiveFeature;

/**
 * What a client asked for when it connected.
 *
 * @param id of the connection, made up for it
 * @param featureName of the feature, as it was asked for
 * @param origin where it came from
 * @param languages metadata of its session
 */
record Handshake(
        String id, String channel, String featureName, LiveFeature feature, FreeText origin, FreeText languages) {}
