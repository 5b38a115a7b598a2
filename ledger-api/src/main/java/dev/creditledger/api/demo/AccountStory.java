package dev.creditledger.api.demo;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.projections.statement.EntryView;
import dev.creditledger.projections.statement.StatementQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One account from its grant to its last deduction, oldest first. */
record AccountStory(AccountId account, List<EntryView> entries) {

    private static final int PAGE = 200;

    static AccountStory of(AccountId account, StatementQuery statement) {
        var entries = new ArrayList<EntryView>();
        var cursor = Optional.<String>empty();
        do {
            var page = statement.entries(account, Optional.empty(), Optional.empty(), Optional.empty(), cursor, PAGE);
            entries.addAll(page.data());
            cursor = page.nextCursor();
        } while (cursor.isPresent());
        return new AccountStory(account, List.copyOf(entries.reversed()));
    }

    /** The entries that took credits out. */
    List<EntryView> deductions() {
        return entries.stream()
                .filter(entry -> entry.ids().deduction().isPresent()
                        && entry.ids().reversal().isEmpty())
                .toList();
    }

    static Credits sum(List<EntryView> entries) {
        return entries.stream().map(EntryView::amount).reduce(Credits.ZERO, Credits::plus);
    }
}
