package dev.creditledger.domain.pricing;

import java.util.List;

/** What usage costs, or that the price book does not know the model. */
public sealed interface Rating {

    record Rated(RatedUsage usage) implements Rating {}

    /** @param near names of models that may have been meant, best first */
    record Unpriced(String vendor, String model, List<String> near) implements Rating {
        public Unpriced {
            near = List.copyOf(near);
        }
    }
}
