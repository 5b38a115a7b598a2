package dev.creditledger.commands.account;

import dev.creditledger.domain.account.Account;

/**
 * An account as the log has it.
 *
 * @param sequence of the last event that made it; {@value #BLANK}: there is none
 */
public record AccountState(Account account, long sequence) {

    public static final long BLANK = -1;

    /** Open things it keeps in memory: a bound for caches that mix tiny and huge accounts. */
    int weight() {
        return 1
                + account.lots().inDrawOrder().size()
                + account.holds().bySoonestExpiry().size();
    }
}
