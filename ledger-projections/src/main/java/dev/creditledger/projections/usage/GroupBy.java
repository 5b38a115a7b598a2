package dev.creditledger.projections.usage;

import java.util.List;

/** How the usage of all accounts on a day can be told apart. */
public enum GroupBy {
    DAY,
    FEATURE,
    MODEL,
    TIER,
    ACCOUNT;

    public List<Facet> facets() {
        return switch (this) {
            case DAY -> List.of();
            case FEATURE -> List.of(Facet.FEATURE);
            case MODEL -> List.of(Facet.VENDOR, Facet.MODEL);
            case TIER -> List.of(Facet.TIER);
            case ACCOUNT -> List.of(Facet.ACCOUNT);
        };
    }
}
