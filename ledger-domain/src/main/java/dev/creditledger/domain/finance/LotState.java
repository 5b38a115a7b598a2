package dev.creditledger.domain.finance;

/** A lot, and what of it has gone. */
public record LotState(FundedLot lot, Gone gone) {}
