package dev.creditledger.domain.simulation;

/** There are more accounts and open lots than a simulation may keep in memory. */
public final class SimulationTooLargeException extends RuntimeException {

    public SimulationTooLargeException() {
        super("a simulation keeps at most " + Simulation.SIZE_MAX + " accounts and open lots in memory");
    }
}
