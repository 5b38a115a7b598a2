package dev.creditledger.api.demo.live;

/** @param step of business time, from 0 */
record Act(int step, Deed deed) {}
