package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.BOOKED;
import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.opened;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.vault.Vault;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {

    private static final AccountRoot YOUNG =
            AccountRoot.unopened(account("alice")).evolve(opened(account("alice"), Personal.NONE));
    private static final AccountRoot OLD = YOUNG.evolve(new AccountFrozen(
            account("alice"),
            YOUNG.account().balance(),
            Personal.NONE,
            BOOKED.plusSeconds(60),
            BOOKED.plusSeconds(60)));

    private final TestDatabase database = TestDatabase.fresh();
    private final SnapshotStore snapshots = new SnapshotStore(database.app());

    @BeforeEach
    void open_account() {
        var log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));
        log.append(List.of(new NewEvent(UUID.randomUUID(), 0, opened(account("alice"), Personal.NONE), following())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_snapshot_comes_back_as_it_was() {
        snapshots.store(YOUNG, 0);

        var found = snapshots.find("alice").orElseThrow();
        assertThat(found.account()).isEqualTo(YOUNG);
        assertThat(found.sequence()).isZero();
        assertThat(snapshots.find("bob")).isEmpty();
    }

    @Test
    void a_later_snapshot_replaces_an_earlier_one_and_not_the_other_way_round() {
        snapshots.store(OLD, 1);
        snapshots.store(YOUNG, 0);

        assertThat(snapshots.find("alice").orElseThrow().account()).isEqualTo(OLD);
    }

    @Test
    void a_snapshot_of_another_form_is_passed_over_and_replaced() throws SQLException {
        snapshots.store(OLD, 1);
        try (var connection = database.app().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE snapshot.aggregate SET version = 1");
        }
        assertThat(snapshots.find("alice")).isEmpty();

        snapshots.store(YOUNG, 0);

        assertThat(snapshots.find("alice").orElseThrow().account()).isEqualTo(YOUNG);
    }
}
