package dev.creditledger.domain;

/** Why a command was refused: data, not an exception. Each family of aggregates has one sealed type of them. */
public interface Rejection {}
