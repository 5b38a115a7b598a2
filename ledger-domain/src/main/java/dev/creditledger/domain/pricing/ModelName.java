package dev.creditledger.domain.pricing;

/** A model as its vendor calls it. */
public record ModelName(String vendor, String model) {
    @Override
    public String toString() {
        return vendor + '/' + model;
    }
}
