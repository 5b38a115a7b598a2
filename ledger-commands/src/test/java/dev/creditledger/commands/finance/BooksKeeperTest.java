package dev.creditledger.commands.finance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Outcome.Unavailable;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceCommand;
import dev.creditledger.domain.finance.FinanceCommand.ClosePeriod;
import dev.creditledger.domain.finance.FinanceRejection.PeriodAlreadyClosed;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BooksKeeperTest {

    private static final SubjectId ADMIN = new SubjectId("the-admin");
    private static final YearMonth FIRST = YearMonth.of(2026, 1);
    private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final Vault vault = Vault.open(database.app(), database.masterKey());
    private final EventLog log = new EventLog(database.app(), vault);

    private Optional<String> refusal = Optional.empty();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void of_nodes_that_close_a_month_at_once_one_does() {
        var nodes = List.of(keeper(), keeper(), keeper(), keeper());
        var next = new AtomicInteger();

        var outcomes = Callers.of(4)
                .each(
                        1,
                        name -> nodes.get(next.getAndIncrement())
                                .submit(close(FIRST), () -> close(FIRST), cause(), once(name, name)));

        assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.equals(new Rejected(new PeriodAlreadyClosed(FIRST))))
                .hasSize(3);
        assertThat(closed()).isEqualTo(1);
    }

    @Test
    void a_key_closes_one_month_also_on_another_node() {
        var first = (Accepted) keeper().submit(close(FIRST), () -> close(FIRST), cause(), once("k", "a"));

        var again = (Accepted) keeper().submit(close(FIRST), () -> close(FIRST), cause(), once("k", "a"));

        assertThat(again.replayed()).isTrue();
        assertThat(again.position()).isEqualTo(first.position());
        assertThat(again.event()).isEqualTo(first.event());
        assertThat(keeper().submit(
                                close(FIRST.plusMonths(1)), () -> close(FIRST.plusMonths(1)), cause(), once("k", "b")))
                .isEqualTo(new KeyReused());
        assertThat(closed()).isEqualTo(1);
    }

    @Test
    void totals_are_asked_for_only_when_the_period_will_be_closed() {
        var totals = new AtomicInteger();
        var first = (Accepted) keeper().submit(close(FIRST), counted(FIRST, totals), cause(), once("k", "a"));
        assertThat(totals).hasValue(1);

        var again = (Accepted) keeper().submit(close(FIRST), counted(FIRST, totals), cause(), once("k", "a"));
        var twice = keeper().submit(close(FIRST), counted(FIRST, totals), cause(), once("l", "a"));

        assertThat(again.event()).isEqualTo(first.event());
        assertThat(twice).isEqualTo(new Rejected(new PeriodAlreadyClosed(FIRST)));
        assertThat(totals).hasValue(1);
    }

    private static Supplier<FinanceCommand> counted(YearMonth month, AtomicInteger calls) {
        return () -> {
            calls.incrementAndGet();
            return close(month);
        };
    }

    @Test
    void without_totals_nothing_is_closed_and_it_can_be_tried_again() {
        assertThatThrownBy(() -> keeper().submit(
                                close(FIRST),
                                () -> {
                                    throw new IllegalStateException("the rows lag");
                                },
                                cause(),
                                once("k", "a")))
                .hasMessage("the rows lag");
        assertThat(closed()).isZero();

        assertThat(keeper().submit(close(FIRST), () -> close(FIRST), cause(), once("k", "a")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void a_node_that_may_not_write_closes_nothing() {
        refusal = Optional.of("disk_full");

        assertThat(keeper().submit(close(FIRST), () -> close(FIRST), cause(), once("k", "a")))
                .isEqualTo(new Unavailable("disk_full"));
        assertThat(closed()).isZero();
    }

    @Test
    void what_cannot_be_read_is_an_outage_and_no_failure() throws SQLException {
        keeper().submit(close(FIRST), () -> close(FIRST), cause(), once("k", "a"));
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE log.event SET payload = '{}'");
        }

        assertThat(keeper().submit(
                                close(FIRST.plusMonths(1)), () -> close(FIRST.plusMonths(1)), cause(), once("l", "b")))
                .isInstanceOf(Unavailable.class);
    }

    private BooksKeeper keeper() {
        return new BooksKeeper(log, vault, () -> refusal);
    }

    private static ClosePeriod close(YearMonth month) {
        return new ClosePeriod(month, FIRST, 0, List.of(), ADMIN, FreeText.NONE, LATER);
    }

    private static Cause cause() {
        return new Cause(new Cause.Actor(ADMIN, Cause.Role.ADMIN), "request", "request", Personal.NONE);
    }

    private static Once once(String key, String request) {
        return new Once(new IdempotencyKey(key), request);
    }

    private int closed() {
        return log.ofAggregate(ClosedPeriods.NAME, 0, 100).size();
    }
}
