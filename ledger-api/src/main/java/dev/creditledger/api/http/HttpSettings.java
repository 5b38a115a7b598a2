package dev.creditledger.api.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * How requests come in.
 *
 * @param trustedProxies addresses or networks (CIDR) of the proxies whose X-Forwarded-For is believed; none by default
 */
@ConfigurationProperties("ledger.http")
public record HttpSettings(@DefaultValue List<String> trustedProxies) {

    public HttpSettings {
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
