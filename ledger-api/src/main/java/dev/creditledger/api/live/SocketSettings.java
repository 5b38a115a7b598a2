package dev.creditledger.api.live;

import dev.creditledger.domain.session.LiveFeature;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the connections of live sessions are kept. Times are real ones, not those of the business clock.
 *
 * @param features that can be connected to
 * @param origins of the pages whose browsers may connect, such as {@code https://app.example.com}; programs send none
 * @param programme whose credits they are, as users know it: "Insufficient beta credits"; empty: "Insufficient credits"
 * @param authenticateWithin a client has so long to say who it is
 * @param pingEvery how often it is asked whether it is there
 * @param silentAfter without a sign for so long it is given up
 * @param connectionsMax of this node
 * @param unauthenticatedMax of these, that have not said who they are
 * @param unauthenticatedPerAddressMax of these, from one address
 */
@ConfigurationProperties("ledger.live")
public record SocketSettings(
        @DefaultValue({"dubbing", "subtitles"}) Set<String> features,
        @DefaultValue List<String> origins,
        @DefaultValue("beta") String programme,
        @DefaultValue("10s") Duration authenticateWithin,
        @DefaultValue("10s") Duration pingEvery,
        @DefaultValue("30s") Duration silentAfter,
        @DefaultValue("2000") int connectionsMax,
        @DefaultValue("200") int unauthenticatedMax,
        @DefaultValue("20") int unauthenticatedPerAddressMax) {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    public SocketSettings {
        features = features.stream()
                .map(feature -> new LiveFeature(feature).name())
                .collect(Collectors.toUnmodifiableSet());
        origins = List.copyOf(origins);
        bounded("authenticate-within", authenticateWithin);
        bounded("ping-every", pingEvery);
        bounded("silent-after", silentAfter);
        require(
                silentAfter.compareTo(pingEvery.multipliedBy(2)) >= 0,
                "ledger.live.silent-after must be at least twice ledger.live.ping-every");
        bounded("connections-max", connectionsMax);
        bounded("unauthenticated-max", unauthenticatedMax);
        bounded("unauthenticated-per-address-max", unauthenticatedPerAddressMax);
    }

    private static void bounded(String name, Duration time) {
        require(
                time.compareTo(Duration.ofSeconds(1)) >= 0 && time.compareTo(LONGEST) <= 0,
                "ledger.live." + name + " must be between 1s and 5m");
    }

    private static void bounded(String name, int number) {
        require(number >= 1 && number <= 100_000, "ledger.live." + name + " must be between 1 and 100000");
    }

    private static void require(boolean right, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule);
        }
    }
}
