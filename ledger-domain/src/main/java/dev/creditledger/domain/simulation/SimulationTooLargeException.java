package dev.creditledger.domain.simulation;

/** There is more than a simulation may keep in memory. */
public final class SimulationTooLargeException extends RuntimeException {

    private SimulationTooLargeException(String what) {
        super("a simulation keeps at most " + Simulation.SIZE_MAX + ' ' + what + " in memory, the log has more");
    }

    static SimulationTooLargeException ofAccounts() {
        return new SimulationTooLargeException("accounts, open lots, open holds and charges that may be reversed");
    }

    public static SimulationTooLargeException ofReversals() {
        return new SimulationTooLargeException("deductions that were reversed");
    }
}
