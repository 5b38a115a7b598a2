package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;

/** Whether an amount may be spent, and what could be. */
public record Authorization(boolean authorized, Credits required, Credits remaining) {}
