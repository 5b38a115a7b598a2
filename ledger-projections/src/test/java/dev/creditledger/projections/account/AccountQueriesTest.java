package dev.creditledger.projections.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Status;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountQueriesTest {

    private static final Optional<String> FIRST = Optional.empty();

    private static TestLedger ledger;
    private static RandomLives lives;
    private static AccountQueries queries;

    @BeforeAll
    static void twenty_accounts_of_three_owners() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 31, 20).live(1500);
        ledger.project();
        queries = ledger.bean(AccountQueries.class);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void an_account_is_found_with_what_was_said_of_it() {
        for (var id : lives.accounts()) {
            var view = queries.find(id).orElseThrow();
            var account = ledger.account(id);

            assertThat(view.account()).isEqualTo(id);
            assertThat(view.status()).isEqualTo(account.status());
            assertThat(Optional.of(view.owner())).isEqualTo(account.owner());
            assertThat(view.openedAt()).isEqualTo(RandomLives.START);
            assertThat(view.profile().orElseThrow().fields().get("email")).endsWith("@example.org");
            assertThat(view.position()).isEqualTo(ledger.log().head());
        }
        assertThat(queries.find(new AccountId("nobody"))).isEmpty();
    }

    @Test
    void a_profile_is_gone_once_the_person_is_erased() {
        try (var other = TestLedger.still()) {
            var account = new RandomLives(other, 32, 1).accounts().getFirst();
            other.project();
            var accounts = other.bean(AccountQueries.class);
            var erased = accounts.find(account).orElseThrow();
            assertThat(erased.profile()).isPresent();

            other.vault().destroy(erased.owner());

            assertThat(accounts.find(account).orElseThrow().profile()).isEmpty();
        }
    }

    @Test
    void pages_tell_each_account_once_the_newest_first() {
        assertThat(paged(Optional.empty(), Optional.empty(), 7))
                .map(AccountView::account)
                .isEqualTo(lives.accounts().reversed());
    }

    @Test
    void a_list_can_be_of_one_owner_or_one_status_or_both() {
        var owner = new SubjectId("owner-1");
        assertThat(paged(Optional.of(owner), Optional.empty(), 2))
                .map(AccountView::account)
                .isEqualTo(matching(Optional.of(owner), Optional.empty()));
        for (var status : List.of(Status.OPEN, Status.FROZEN, Status.CLOSED)) {
            assertThat(matching(Optional.empty(), Optional.of(status)))
                    .as("%s accounts", status)
                    .isNotEmpty();
            assertThat(paged(Optional.empty(), Optional.of(status), 2))
                    .map(AccountView::account)
                    .isEqualTo(matching(Optional.empty(), Optional.of(status)));
            assertThat(paged(Optional.of(owner), Optional.of(status), 2))
                    .map(AccountView::account)
                    .isEqualTo(matching(Optional.of(owner), Optional.of(status)));
        }
    }

    @Test
    void an_empty_page_is_true_up_to_the_same_position() {
        var page = queries.list(Optional.of(new SubjectId("nobody")), Optional.empty(), FIRST, 10);

        assertThat(page.data()).isEmpty();
        assertThat(page.hasMore()).isFalse();
        assertThat(page.nextCursor()).isEmpty();
        assertThat(page.position()).isEqualTo(ledger.log().head());
    }

    @Test
    void a_cursor_is_of_its_list_only() {
        var page = queries.list(Optional.of(new SubjectId("owner-1")), Optional.empty(), FIRST, 1);

        assertThatThrownBy(() -> queries.list(Optional.empty(), Optional.empty(), page.nextCursor(), 1))
                .isInstanceOf(InvalidCursor.class);
    }

    private static List<AccountId> matching(Optional<SubjectId> owner, Optional<Status> status) {
        return lives.accounts().reversed().stream()
                .filter(id -> owner.isEmpty() || owner.equals(ledger.account(id).owner()))
                .filter(id ->
                        status.isEmpty() || status.get() == ledger.account(id).status())
                .toList();
    }

    private static List<AccountView> paged(Optional<SubjectId> owner, Optional<Status> status, int limit) {
        var found = new ArrayList<AccountView>();
        var page = queries.list(owner, status, FIRST, limit);
        found.addAll(page.data());
        while (page.hasMore()) {
            assertThat(page.data()).hasSize(limit);
            page = queries.list(owner, status, page.nextCursor(), limit);
            found.addAll(page.data());
        }
        assertThat(page.nextCursor()).isEmpty();
        return found;
    }
}
