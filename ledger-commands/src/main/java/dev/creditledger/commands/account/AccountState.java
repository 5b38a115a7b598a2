package dev.creditledger.commands.account;

import dev.creditledger.domain.root.AccountRoot;

/**
 * An account as the log has it.
 *
 * @param sequence of the last event that made it; {@value #BLANK}: there is none
 */
public record AccountState(AccountRoot account, long sequence) {

    public static final long BLANK = -1;

    /** Open things it keeps in memory: a bound for caches that mix tiny and huge accounts. */
    int weight() {
        return 1
                + account.account().lots().inDrawOrder().size()
                + account.account().holds().bySoonestExpiry().size()
                + account.live().running().size();
    }
}
