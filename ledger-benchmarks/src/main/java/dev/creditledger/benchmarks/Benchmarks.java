package dev.creditledger.benchmarks;

/** Entry point of {@code ./ledger bench}. */
final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.out.println("No benchmark yet.");
    }
}
