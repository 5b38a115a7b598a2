package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.account.AccountId;
import java.time.Instant;
import java.util.List;

/** The read side's door for jobs: which accounts have something due. A hint; the account itself decides. */
public interface DueAccounts {

    /**
     * Accounts with an activation, expiry, hold expiry or renewal due at {@code now}, most overdue first, at most {@code max}.
     * Waits, up to a bound, until the read side has seen the log up to {@code atLeast}.
     */
    List<AccountId> due(Instant now, int max, long atLeast);
}
