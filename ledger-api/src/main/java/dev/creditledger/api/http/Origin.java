package dev.creditledger.api.http;

import dev.creditledger.domain.FreeText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/** Where a request came from: the address that no proxy of ours stands behind, and the program that sent it. */
@Component
public class Origin {

    private static final int USER_AGENT_MAX = 256;
    private static final int HOPS_MAX = 20;
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

    private final List<IpAddressMatcher> proxies;

    Origin(HttpSettings settings) {
        proxies = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
    }

    public FreeText of(HttpServletRequest request) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("ip", address(request));
        var agent = request.getHeader("User-Agent");
        if (agent != null && !agent.isBlank()) {
            var printable = UNPRINTABLE.matcher(agent).replaceAll("?");
            fields.put("userAgent", printable.substring(0, Math.min(printable.length(), USER_AGENT_MAX)));
        }
        return FreeText.of(fields);
    }

    /** Each proxy adds whom it heard at the end: read backwards for as long as a proxy of ours says so. */
    public String address(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        if (proxies.isEmpty()) {
            return address;
        }
        var hops = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(String::strip)
                .toList()
                .reversed();
        for (var hop : hops.stream().limit(HOPS_MAX).toList()) {
            if (!isTrusted(address) || !ADDRESS.matcher(hop).matches()) {
                return address;
            }
            address = hop;
        }
        return address;
    }

    private boolean isTrusted(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }
}
