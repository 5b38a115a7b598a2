package dev.creditledger.api.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * How requests come in.
 *
 * @param trustedProxies addresses or networks (CIDR) of the proxies whose X-Forwarded-For is believed; none by default
 * @param requestsPerSecond how many requests one caller may make a second on this node; 0: as many as it likes
 */
@ConfigurationProperties("ledger.http")
public record HttpSettings(
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("0") int requestsPerSecond) {

    public HttpSettings {
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException("ledger.http.requests-per-second must be at least 0");
        }
        trustedProxies = List.copyOf(trustedProxies);
        for (var proxy : trustedProxies) {
            try {
                new IpAddressMatcher(proxy);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "ledger.http.trusted-proxies: \"" + proxy + "\" is no IP address or network such as 10.0.0.0/8",
                        e);
            }
        }
    }
}
