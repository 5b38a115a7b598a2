package dev.creditledger.commands.account;

import static dev.creditledger.commands.Samples.ALICE;
import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.deducted;
import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.granted;
import static dev.creditledger.commands.Samples.key;
import static dev.creditledger.commands.Samples.open;
import static dev.creditledger.commands.Samples.opened;
import static dev.creditledger.log.store.LogMetaData.CAUSE;
import static dev.creditledger.log.store.LogMetaData.FINGERPRINT;
import static dev.creditledger.log.store.LogMetaData.IDEMPOTENCY_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountRejection.AccountAlreadyExists;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountAggregateTest {

    private final AccountFixture account = new AccountFixture();

    @Test
    void an_account_is_opened_where_there_was_none() {
        account.given().when(open(ALICE)).expectEvents(opened(ALICE));
    }

    @Test
    void an_account_that_exists_is_not_opened_again() {
        account.given(opened(ALICE))
                .when(open(ALICE))
                .expectNoEvents()
                .expectRejection(new AccountAlreadyExists(ALICE));
    }

    @Test
    void any_other_command_to_an_account_that_does_not_exist_is_rejected_as_data() {
        account.given().when(deduct(ALICE, 1, "chat")).expectNoEvents().expectRejection(new NoSuchAccount(ALICE));
    }

    @Test
    void a_deduction_takes_from_the_grant() {
        account.given(opened(ALICE), granted(ALICE, 10, "beta", Optional.empty()))
                .when(deduct(ALICE, 4, "chat"))
                .expectEvents(deducted(ALICE, 4, "chat", "beta", 6));
    }

    @Test
    void a_deduction_beyond_the_available_credits_is_rejected() {
        account.given(opened(ALICE), granted(ALICE, 10, "beta", Optional.empty()))
                .when(deduct(ALICE, 11, "chat"))
                .expectNoEvents()
                .expectRejection(new InsufficientCredits(credits(11), credits(10)));
    }

    @Test
    void a_rejection_does_not_write_what_was_due_either() {
        var expiry = NOON.plusSeconds(60);
        account.given(opened(ALICE), granted(ALICE, 10, "beta", Optional.of(expiry)))
                .when(deduct(ALICE, 1, "chat", expiry))
                .expectNoEvents()
                .expectRejection(new InsufficientCredits(credits(1), Credits.ZERO));
    }

    @Test
    void only_the_last_event_carries_the_key_and_all_carry_the_cause() {
        var expiry = NOON.plusSeconds(60);
        var cause = Cause.system("test", "request-1");
        var metaData = Map.of(CAUSE, cause, IDEMPOTENCY_KEY, key("more"), FINGERPRINT, "f");
        account.given(opened(ALICE), granted(ALICE, 10, "beta", Optional.of(expiry)))
                .when(grant(ALICE, 5, "more", expiry), metaData)
                .expectMetaData(List.of(Map.of(CAUSE, cause), metaData));
    }

    @Test
    void nothing_is_written_when_nothing_is_due() {
        account.given(opened(ALICE)).when(new SettleDue(ALICE, NOON)).expectEvents();
    }

    @Test
    void a_snapshot_takes_the_place_of_the_events_before_it() {
        var events = List.of(opened(ALICE), granted(ALICE, 10, "beta", Optional.empty()));
        var replayed = new AccountAggregate();
        events.forEach(replayed::on);

        var restored = new AccountAggregate();
        restored.on(replayed.account());

        assertThat(restored.account()).isEqualTo(replayed.account());
    }
}
