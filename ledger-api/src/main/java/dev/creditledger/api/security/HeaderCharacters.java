package dev.creditledger.api.security;

import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Refuses control characters in headers, as Spring's firewall does by itself; but character by character instead of by a
 * regular expression, as it looks at every header each time when it is read.
 */
final class HeaderCharacters {

    private HeaderCharacters() {}

    static StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(HeaderCharacters::harmless);
        firewall.setAllowedHeaderValues(HeaderCharacters::harmless);
        return firewall;
    }

    /** Tomcat reads headers as ISO 8859-1, in which all other characters are assigned. */
    static boolean harmless(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
