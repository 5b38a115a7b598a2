package dev.creditledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class OriginTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    203.0.113.9 | 10.0.0.1              | 203.0.113.9
                    10.0.0.1    |                       | 10.0.0.1
                    10.0.0.1    | 203.0.113.9           | 203.0.113.9
                    10.0.0.1    | 1.2.3.4, 203.0.113.9  | 203.0.113.9
                    10.0.0.1    | 203.0.113.9, 10.0.0.2 | 203.0.113.9
                    10.0.0.1    | 10.0.0.3, 10.0.0.2    | 10.0.0.3
                    10.0.0.1    | <script>              | 10.0.0.1
                    10.0.0.1    | 2001:db8::1           | 2001:db8::1
                    """)
    void the_address_is_the_first_that_no_trusted_proxy_stands_behind(String peer, String forwarded, String address) {
        assertThat(address(peer, forwarded, List.of("10.0.0.0/8"))).isEqualTo(address);
    }

    @Test
    void without_trusted_proxies_nobody_is_believed() {
        assertThat(address("10.0.0.1", "203.0.113.9", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void the_user_agent_is_short_and_printable() {
        var request = new MockHttpServletRequest();
        request.addHeader("User-Agent", "x\u0007y" + "z".repeat(300));

        var agent = new Origin(new HttpSettings(List.of())).of(request).fields().get("userAgent");

        assertThat(agent).startsWith("x?y").hasSize(256);
    }

    @Test
    void what_is_no_network_is_told_at_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpSettings(List.of("the proxy")))
                .withMessageContaining("ledger.http.trusted-proxies");
    }

    private static String address(String peer, String forwarded, List<String> proxies) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        if (forwarded != null) {
            request.addHeader("X-Forwarded-For", forwarded);
        }
        return String.valueOf(
                new Origin(new HttpSettings(proxies)).of(request).fields().get("ip"));
    }
}
