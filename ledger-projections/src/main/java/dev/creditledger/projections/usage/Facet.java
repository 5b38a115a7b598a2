package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.ACCOUNT_USAGE;

import java.util.Optional;
import org.jooq.Field;

/** By what usage can be told apart within a day. */
public enum Facet {
    ACCOUNT(ACCOUNT_USAGE.ACCOUNT_ID),
    FEATURE(ACCOUNT_USAGE.FEATURE),
    VENDOR(ACCOUNT_USAGE.VENDOR),
    MODEL(ACCOUNT_USAGE.MODEL),
    TIER(ACCOUNT_USAGE.TIER);

    private final String column;

    Facet(Field<String> column) {
        this.column = column.getName();
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
