package dev.creditledger.domain.dispatch;

/** The write side's door for whoever moves the business clock by hand. */
public interface DueWork {

    /** Writes all that is due on the business clock now, and answers the last position in the log thereafter. */
    long settle();
}
