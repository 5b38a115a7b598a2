package dev.creditledger.domain.dispatch;

/** This process, among those that share a database. */
@FunctionalInterface
public interface ThisNode {

    /** Its name, made anew at each start and never used again: what bears it ran in this process. */
    String id();
}
