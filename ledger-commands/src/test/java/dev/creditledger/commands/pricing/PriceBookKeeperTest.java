package dev.creditledger.commands.pricing;

import static dev.creditledger.commands.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.creditledger.commands.Callers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.Overloaded;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Outcome.Unavailable;
import dev.creditledger.domain.dispatch.PricesUnknownException;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.PricingEvent.FeaturePriced;
import dev.creditledger.domain.pricing.PricingRejection.NothingChanges;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.log.vault.Vault;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PriceBookKeeperTest {

    private static final SubjectId ADMIN = new SubjectId("the-admin");
    private static final ModelName MINI = new ModelName("openai", "gpt-4o-mini");

    private final TestDatabase database = TestDatabase.fresh();
    private final Connections connections = new Connections(database);
    private final Vault vault = Vault.open(database.app(), database.masterKey());
    private final EventLog log = new EventLog(connections, vault);
    private final List<PriceBookKeeper> keepers = new ArrayList<>();

    private Instant now = NOON;
    private long nanos;
    private Optional<String> refusal = Optional.empty();

    /** Connections that can be refused. */
    private static final class Connections extends PGSimpleDataSource {
        private volatile boolean cut;

        Connections(TestDatabase database) {
            setUrl(database.jdbcUrl(TestDatabase.APP));
            setUser(TestDatabase.APP);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (cut) {
                throw new SQLException("no connection", "08001");
            }
            return super.getConnection();
        }
    }

    @AfterEach
    void close() {
        keepers.forEach(PriceBookKeeper::close);
        database.close();
    }

    @Test
    void a_log_without_a_price_book_gets_the_one_of_the_settings() {
        var book = keeper().start().current();

        assertThat(book.version()).isEqualTo(2);
        assertThat(book.model(MINI, NOON)).isPresent();
        assertThat(stored()).hasSize(2).first().satisfies(opened -> {
            assertThat(opened.cause().actor().role()).isEqualTo(Cause.Role.SYSTEM);
            assertThat(opened.key()).isEmpty();
        });
        assertThat(stored().getLast().key()).isPresent();
    }

    @Test
    void nodes_that_start_at_once_open_it_once() {
        var starting = IntStream.range(0, 4).mapToObj(_ -> keeper()).toList();
        var next = new AtomicInteger();

        Callers.of(4).each(1, _ -> starting.get(next.getAndIncrement()).start().current());

        assertThat(stored()).hasSize(2);
        assertThat(starting)
                .allSatisfy(node -> assertThat(node.current().version()).isEqualTo(2));
    }

    @Test
    void nodes_that_race_each_win_some_versions_and_lose_none() {
        var nodes = List.of(keeper().start(), keeper().start());

        var outcomes = Callers.of(8).each(5, name -> untilDecided(nodes, name));

        assertThat(outcomes).hasSize(40).allMatch(Accepted.class::isInstance);
        assertThat(stored().stream().map(event -> ((PricingEvent) event.event()).version()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 42).boxed().toList());
        var book = keeper().start().current();
        assertThat(book.features()).hasSize(40);
        nanos += PriceBookKeeper.AGE_MAX.toNanos() + 1;
        assertThat(nodes).allSatisfy(node -> assertThat(node.current()).isEqualTo(book));
    }

    private static Outcome untilDecided(List<PriceBookKeeper> nodes, String name) {
        Outcome outcome;
        do {
            outcome = nodes.get(Math.floorMod(name.hashCode(), 2)).change(price(name, 1), cause(), once(name, name));
        } while (outcome instanceof Overloaded);
        return outcome;
    }

    @Test
    void a_key_has_one_effect_also_after_a_restart() {
        var first = (Accepted) keeper().start().change(price("upload", 2), cause(), once("k", "a"));
        var restarted = keeper().start();

        var again = (Accepted) restarted.change(price("upload", 2), cause(), once("k", "a"));

        assertThat(again.replayed()).isTrue();
        assertThat(again.position()).isEqualTo(first.position());
        assertThat(((FeaturePriced) again.event()).version()).isEqualTo(3);
        assertThat(restarted.change(price("upload", 3), cause(), once("k", "b")))
                .isEqualTo(new KeyReused());
        assertThat(stored()).hasSize(3);
    }

    @Test
    void a_rejection_writes_nothing_and_leaves_its_key_free() {
        var keeper = keeper().start();
        keeper.change(price("upload", 2), cause(), Optional.empty());

        assertThat(keeper.change(price("upload", 2), cause(), once("k", "a")))
                .isEqualTo(new Rejected(new NothingChanges()));
        now = NOON.plusSeconds(1);
        assertThat(keeper.change(price("upload", 3, now), cause(), once("k", "a")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void what_another_node_changed_is_known_before_it_begins() {
        var here = keeper().start();
        var there = keeper().start();
        var from = ((FeaturePriced) ((Accepted) there.change(price("upload", 2), cause(), Optional.empty())).event())
                .effectiveAt();

        assertThat(from).isEqualTo(NOON.plus(PriceBook.LEAD));
        nanos += PriceBookKeeper.AGE_MAX.toNanos() + 1;

        assertThat(here.current().feature("upload", from)).isPresent();
        assertThat(here.current().feature("upload", from.minusNanos(1_000))).isEmpty();
    }

    @Test
    void a_book_that_cannot_be_refreshed_prices_nothing_once_it_is_old() {
        var keeper = keeper().start();
        connections.cut = true;

        assertThat(keeper.current().version()).as("read just now").isEqualTo(2);
        assertThat(keeper.change(price("upload", 2), cause(), Optional.empty())).isInstanceOf(Unavailable.class);
        nanos += PriceBookKeeper.AGE_MAX.toNanos() + 1;
        assertThatExceptionOfType(PricesUnknownException.class).isThrownBy(keeper::current);

        connections.cut = false;
        assertThat(keeper.current().version()).isEqualTo(2);
    }

    @Test
    void a_node_that_starts_without_its_log_prices_nothing() {
        connections.cut = true;

        assertThatExceptionOfType(PricesUnknownException.class).isThrownBy(keeper().start()::current);
    }

    @Test
    void a_node_that_may_not_write_changes_nothing_and_still_prices() {
        var keeper = keeper().start();
        refusal = Optional.of("this node's clock is 3000 ms behind the database's");

        assertThat(keeper.change(price("upload", 2), cause(), Optional.empty()))
                .isEqualTo(new Unavailable(refusal.get()));
        assertThat(keeper.current().version()).isEqualTo(2);
    }

    @Test
    void what_took_too_long_to_decide_is_not_written() {
        var keeper = keeper().start();
        now = NOON.plus(PriceBookKeeper.PROMPT).plusMillis(1);

        assertThat(keeper.change(price("upload", 2, NOON), cause(), Optional.empty()))
                .isInstanceOf(Overloaded.class);
        assertThat(stored()).hasSize(2);
    }

    @Test
    void settings_that_make_no_book_are_told_at_the_start() {
        var dearest = new TokenPrices(new BigDecimal("999999"), BigDecimal.ONE, new BigDecimal("999999"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> keeper(dearest).start())
                .withMessageContaining("TooDear");
    }

    private PriceBookKeeper keeper() {
        return keeper(new TokenPrices(new BigDecimal("0.15"), new BigDecimal("0.075"), new BigDecimal("0.6")));
    }

    private PriceBookKeeper keeper(TokenPrices prices) {
        var keeper = new PriceBookKeeper(
                log,
                vault,
                at -> new OpenBook(
                        new BigDecimal("0.01"),
                        new FixedPercentage(new BigDecimal("1.5")),
                        List.of(new ModelPrice(MINI, "chat", prices)),
                        new SubjectId("settings"),
                        FreeText.NONE,
                        at),
                () -> now,
                () -> refusal,
                () -> nanos);
        keepers.add(keeper);
        return keeper;
    }

    private List<StoredEvent> stored() {
        return log.ofAggregate(PriceBook.NAME, 0, 1_000);
    }

    private static Cause cause() {
        return new Cause(new Cause.Actor(ADMIN, Cause.Role.ADMIN), "request", "request", Personal.NONE);
    }

    private static Optional<Once> once(String key, String request) {
        return Optional.of(new Once(new IdempotencyKey(key), request));
    }

    private static PricingCommand price(String feature, long credits, Instant at) {
        var price = new FeaturePrice("upload", Credits.of(credits), Map.of());
        return new PriceFeature(feature, price, Optional.empty(), ADMIN, FreeText.of(Map.of("reason", "a test")), at);
    }

    private static PricingCommand price(String feature, long credits) {
        return price(feature, credits, NOON);
    }
}
