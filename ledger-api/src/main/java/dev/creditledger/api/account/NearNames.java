package dev.creditledger.api.account;

import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.PriceBook;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Names that may have been meant by those that the price book does not know, best first, for what one call is answered.
 * To find them every name of the book is compared, so it is done here and not where charges are decided; and only so
 * often: a batch may be full of names that are unknown.
 */
public final class NearNames {

    private static final int LOOKS_MAX = 20;

    private final Supplier<PriceBook> book;
    private final Instant when;
    private final Map<Object, List<String>> found = new HashMap<>();

    public NearNames(Supplier<PriceBook> book, Instant when) {
        this.book = book;
        this.when = when;
    }

    List<String> models(ModelName unknown) {
        return near(unknown, () -> book.get().near(unknown, when));
    }

    List<String> features(String unknown) {
        return near(unknown, () -> book.get().nearFeatures(unknown, when));
    }

    private List<String> near(Object unknown, Supplier<List<String>> look) {
        var known = found.get(unknown);
        if (known != null) {
            return known;
        }
        if (found.size() == LOOKS_MAX) {
            return List.of();
        }
        var near = look.get();
        found.put(unknown, near);
        return near;
    }
}
