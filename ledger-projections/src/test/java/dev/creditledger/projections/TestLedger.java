package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Referring;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.codec.Metadata.Answer;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.log.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A ledger without its write side: accounts decide in memory, their events go into a real log, the read side is whole. */
public final class TestLedger implements AutoCloseable {

    private static final List<String> TABLES = List.of(
            "account",
            "lot",
            "hold",
            "subscription",
            "account_usage",
            "total_usage",
            "finance_journal",
            "finance_lot",
            "finance_lot_past",
            "session",
            "live_total",
            "live_quota",
            "token");

    private record Life(AccountRoot root, long nextSequence) {}

    private final TestDatabase database;
    private final boolean ownsDatabase;
    private final Vault vault;
    private final EventLog log;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Map<AccountId, Life> accounts = new HashMap<>();
    private int requests;

    private TestLedger(TestDatabase database, boolean ownsDatabase) {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        vault = Vault.open(database.app(), database.masterKey());
        log = new EventLog(database.app(), vault);
        // Nodes share the pool: none of them closes it.
        context.registerBean(DataSource.class, database::app, definition -> definition.setDestroyMethodName(""));
        context.registerBean(Vault.class, () -> vault);
        context.registerBean(EventLog.class, () -> log);
        context.scan("dev.creditledger.projections");
        context.refresh();
    }

    /** One that projects by itself. */
    public static TestLedger running() {
        return new TestLedger(TestDatabase.fresh(), true);
    }

    /** One that projects when it is told to. */
    public static TestLedger still() {
        var ledger = running();
        ledger.bean(ProjectorLoop.class).stop();
        return ledger;
    }

    /** Another node on the same database. */
    public TestLedger anotherNode() {
        return new TestLedger(database, false);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public EventLog log() {
        return log;
    }

    public Vault vault() {
        return vault;
    }

    /** As the role that migrates, which may do what the server may not. */
    public DSLContext owner() {
        return DSL.using(database.owner(), SQLDialect.POSTGRES);
    }

    /** Applies the migrations that are lacking. */
    public void migrate() {
        Flyway.configure()
                .dataSource(database.owner())
                .placeholders(Map.of("app_role", TestDatabase.APP))
                .outOfOrder(true)
                .load()
                .migrate();
    }

    public DSLContext app() {
        return DSL.using(database.app(), SQLDialect.POSTGRES);
    }

    public Account account(AccountId id) {
        return root(id).account();
    }

    public AccountRoot root(AccountId id) {
        return life(id).root();
    }

    private Life life(AccountId id) {
        return accounts.computeIfAbsent(id, it -> new Life(AccountRoot.unopened(it), 0));
    }

    /** Decides and appends; the events, none if it was rejected. */
    public List<BoundEvent> submit(BoundCommand command, String key) {
        var life = life(command.account());
        var complete = life.root().missing(command).isPresent() && command instanceof Referring referring
                ? referring.with(log.past(command.account(), referring.refersTo()))
                : command;
        if (!(life.root().decide(complete) instanceof Accepted<BoundEvent, ?>(var events)) || events.isEmpty()) {
            return List.of();
        }
        append(command.account(), life, events, new IdempotencyKey(key));
        return events;
    }

    private void append(AccountId id, Life life, List<BoundEvent> events, IdempotencyKey key) {
        requests++;
        var caller = new SubjectId("service-1");
        var origin = FreeText.of(Map.of("ip", "192.0.2.1")).about(caller);
        var cause = new Cause(new Actor(caller, Role.SERVICE), "request-" + requests, "process-" + requests, origin);
        var rows = new ArrayList<NewEvent>();
        var root = life.root();
        for (var event : events) {
            var answers = rows.size() == events.size() - 1;
            var answer =
                    answers ? Optional.of(new Answer(key, vault.fingerprint(key.value()))) : Optional.<Answer>empty();
            rows.add(new NewEvent(
                    UUID.randomUUID(), life.nextSequence() + rows.size(), event, new Metadata(cause, answer)));
            root = root.evolve(event);
        }
        log.append(rows);
        accounts.put(id, new Life(root, life.nextSequence() + rows.size()));
    }

    /** Projects all that is in the log. */
    public void project() {
        var projector = bean(Projector.class);
        while (projector.step().next() == Projector.Next.AT_ONCE) {}
    }

    /** Waits until all that is in the log is projected. */
    public void awaitProjected() {
        assertThat(bean(ProjectionPosition.class).await(log.head(), java.time.Duration.ofSeconds(30)))
                .as("projected up to %s", log.head())
                .isTrue();
    }

    /** All rows as text, but the dead letters. */
    public Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        TABLES.forEach(table -> rows.put(table, rows(table)));
        return rows;
    }

    public List<String> rows(String table) {
        return owner().fetch("SELECT t::text FROM projection." + table + " t ORDER BY 1")
                .map(row -> row.get(0, String.class));
    }

    @Override
    public void close() {
        context.close();
        if (ownsDatabase) {
            database.close();
        }
    }
}
