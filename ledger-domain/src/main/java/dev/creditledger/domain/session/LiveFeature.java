package dev.creditledger.domain.session;

/**
 * What a session is for, such as {@code dubbing}. Its price is that of the named action {@code live_dubbing}; either name
 * means the same.
 */
public record LiveFeature(String name) {

    private static final String PREFIX = "live_";

    public LiveFeature {
        name = name.startsWith(PREFIX) && name.length() > PREFIX.length() ? name.substring(PREFIX.length()) : name;
    }

    /** The named action whose price it has; where there is none, that of its own name. */
    public String action() {
        return PREFIX + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
