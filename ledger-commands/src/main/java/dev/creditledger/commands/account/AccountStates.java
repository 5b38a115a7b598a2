package dev.creditledger.commands.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * Recently used accounts as they were last decided on: what made them so may still be on its way to the disk. Entries are
 * immutable, so whoever replaced one can put it back.
 *
 * <p>The bound counts open lots and holds, not accounts: one account may have a thousand of each.
 */
public final class AccountStates {

    private final Cache<String, AccountState> states;

    /** @param openThingsMax accounts, open lots and open holds together */
    public AccountStates(long openThingsMax) {
        states = Caffeine.newBuilder()
                .maximumWeight(openThingsMax)
                .weigher((String _, AccountState state) -> state.weight())
                .executor(Runnable::run)
                .build();
    }

    Optional<AccountState> find(String account) {
        return Optional.ofNullable(states.getIfPresent(account));
    }

    /** Without counting as a use. */
    boolean contains(String account) {
        return states.asMap().containsKey(account);
    }

    void put(AccountState state) {
        states.put(state.account().id().value(), state);
    }

    /** Forgets an account that another node may have written to. */
    public void evict(String account) {
        states.invalidate(account);
    }

    /** Of an account that is not here: nobody knows. */
    public Optional<Long> sequence(String account) {
        return find(account).map(AccountState::sequence);
    }
}
