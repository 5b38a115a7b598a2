package dev.creditledger.domain.account;

/** What becomes of token usage that the account cannot pay for. */
public enum Insufficiency {
    /** The command is refused. */
    REJECT,
    /** What exists is drawn, and the rest stays uncovered: the tokens are burnt already. */
    RECORD
}
