package dev.creditledger.api.pricing;

import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.TokenPrices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Prices that are assumed, from a price list like the one that ships with the ledger. */
public final class AssumedPrices {

    private AssumedPrices() {}

    /** @throws IllegalArgumentException if the file cannot be used, naming the line */
    public static Map<ModelName, TokenPrices> read(Path file) {
        try (var csv = Files.newInputStream(file)) {
            return PriceList.read(file.toString(), csv).stream()
                    .collect(Collectors.toMap(ModelPrice::name, ModelPrice::prices));
        } catch (IOException e) {
            throw new IllegalArgumentException("the price list " + file + " cannot be read: " + e, e);
        }
    }
}
