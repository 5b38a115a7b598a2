package dev.creditledger.commands.faults;

import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.grant;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.commands.bus.Node;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.MasterKey;
import dev.creditledger.log.vault.Vault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A node in a process of its own. It says {@code ready}, waits for a line, asks for everything that {@link #command} knows,
 * in an order of its own, and says what it was answered, one line each.
 */
final class RacingNode {

    static final AccountId ACCOUNT = new AccountId("contested");
    static final int KEYS = 400;
    static final String READY = "ready";
    static final String ANSWER = "answer ";
    static final String CONFLICTS = "conflicts ";

    private static final int CALLERS = 12;

    /** A broken ledger makes the test fail, and not last for ever. */
    private static final int ATTEMPTS_MAX = 1_000;

    private RacingNode() {}

    /** The same under each key for every node. Together they want far more than there is. */
    static AccountCommand command(int number) {
        return number % 25 == 0 ? grant(ACCOUNT, 6, key(number)) : deduct(ACCOUNT, 1 + number % 3, key(number));
    }

    static String key(int number) {
        return "key-" + number;
    }

    /** @param arguments URL of the database, and a number of its own */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var connections = new PGSimpleDataSource();
        connections.setUrl(arguments[0]);
        var order = new ArrayList<>(IntStream.range(0, KEYS).boxed().toList());
        Collections.shuffle(order, new Random(Long.parseLong(arguments[1])));
        var vault = Vault.open(connections, MasterKey.parse(TestDatabase.MASTER_KEY));
        try (var node = new Node(vault, connections, Node.SETTINGS, EventLog::new)) {
            say(READY);
            new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
            try (var callers = Executors.newFixedThreadPool(CALLERS)) {
                order.forEach(number -> callers.execute(() -> ask(node, number)));
            }
            say(CONFLICTS + (long) node.count("ledger.commands.conflicts"));
        }
    }

    private static void ask(Node node, int number) {
        var outcome = node.now(command(number), key(number));
        for (var attempt = 1; !(outcome instanceof Accepted || outcome instanceof Rejected); attempt++) {
            if (attempt == ATTEMPTS_MAX) {
                throw new IllegalStateException("never settled: " + key(number) + ", " + outcome);
            }
            outcome = node.now(command(number), key(number));
        }
        say(ANSWER + key(number) + " " + words(outcome));
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Accepted(AccountEvent event, var position, var replayed) ->
                position + " " + event.balance().available() + " " + replayed;
            case Rejected _ -> "rejected";
            default -> throw new IllegalArgumentException(outcome.toString());
        };
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
