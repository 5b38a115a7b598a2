package dev.creditledger.projections.usage;

import java.util.Optional;

/** By what usage can be told apart within a day. */
public enum Facet {
    ACCOUNT("account_id"),
    FEATURE("feature"),
    VENDOR("vendor"),
    MODEL("model"),
    TIER("tier");

    private final String column;

    Facet(String column) {
        this.column = column;
    }

    /** In the tables of usage. */
    String column() {
        return column;
    }

    public Optional<String> of(DailyUsage usage) {
        return switch (this) {
            case ACCOUNT -> usage.of().account();
            case FEATURE -> usage.of().feature();
            case VENDOR -> usage.of().vendor();
            case MODEL -> usage.of().model();
            case TIER -> usage.of().tier();
        };
    }
}
