package dev.creditledger.benchmarks.http;

import dev.creditledger.benchmarks.contest.Books;
import dev.creditledger.benchmarks.contest.Check;
import dev.creditledger.benchmarks.load.Call;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.benchmarks.load.Measured;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Charges accounts of a {@link LedgerServer} as a product's backend would: with a token, a key for each deduction, and
 * connections kept alive. The accounts are there, with credits.
 */
public final class HttpLedger {

    /** Deductions in one request to {@code POST /batches}. */
    public static final int BATCH = 100;

    private static final int ASKED_AT_ONCE = 16;
    private static final long ASKED_WITHIN_SECONDS = 600;
    private static final long SEED = 7;
    private static final String CREATED = "\"status\":201";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final String service;
    private final List<AccountId> accounts;
    private final Credits price;
    private final String deduction;
    private final AtomicLong acknowledged = new AtomicLong();
    /** Asked for, but not acknowledged: nobody can say whether they are stored. */
    private final AtomicLong doubtful = new AtomicLong();

    private HttpLedger(int port, String service, List<AccountId> accounts, Credits price) {
        this.port = port;
        this.service = service;
        this.accounts = accounts;
        this.price = price;
        this.deduction = "\"amount\":" + price + ",\"type\":\"inference\",\"feature\":\"chat\"";
    }

    /** @param stored deductions that the accounts have already, of {@code price} each */
    public static HttpLedger of(LedgerServer server, List<AccountId> accounts, Credits price, long stored)
            throws IOException, InterruptedException {
        var service = "Authorization: Bearer " + server.token("service") + "\r\n";
        var ledger = new HttpLedger(server.port(), service, List.copyOf(accounts), price);
        ledger.acknowledged.set(stored);
        return ledger;
    }

    /** {@code POST /accounts/{id}/deductions}, one by one on each connection. */
    public Measured singles(Load load) {
        return run(load, (exchange, random) -> {
            var answer = deduct(exchange, any(random));
            if (answer.status() != 201) {
                throw new IOException("a deduction was answered with " + answer);
            }
            return 1;
        });
    }

    /**
     * Like {@link #singles}, but an error is counted, and its user goes on.
     *
     * @return accepted, what had no error; calls, all
     */
    public Measured users(Load load) {
        return run(load, (exchange, random) -> {
            try {
                if (deduct(exchange, any(random)).status() == 201) {
                    return 1;
                }
            } catch (IOException _) {
                exchange.reconnect();
            }
            doubtful.incrementAndGet();
            return 0;
        });
    }

    private AccountId any(SplittableRandom random) {
        return accounts.get(random.nextInt(accounts.size()));
    }

    private Exchange.Answer deduct(Exchange exchange, AccountId account) throws IOException {
        var key = "Idempotency-Key: " + identifier() + "\r\n";
        return exchange.post("/api/v1/accounts/" + account + "/deductions", service + key, "{" + deduction + "}");
    }

    private static String identifier() {
        return IdentifierFactory.getInstance().generateIdentifier();
    }

    /** {@code POST /batches} of {@value #BATCH} deductions. */
    public Measured batches(Load load) {
        return run(
                load,
                (exchange, random) -> charge(
                        exchange,
                        IntStream.range(0, BATCH).mapToObj(_ -> any(random)).toList()));
    }

    /** Charges every account once, in batches on so many connections. */
    public void chargeEach(int connections) throws IOException, InterruptedException {
        var batches = (accounts.size() + BATCH - 1) / BATCH;
        acknowledged.addAndGet(inParallel(connections, batches, (exchange, batch) -> {
            var from = batch * BATCH;
            return charge(exchange, accounts.subList(from, Math.min(accounts.size(), from + BATCH)));
        }));
    }

    private int charge(Exchange exchange, List<AccountId> some) throws IOException {
        var answer =
                exchange.post("/api/v1/batches", service, batch(some.stream().map(this::item)));
        var created = occurrences(answer.body());
        if (answer.status() != 200 || created != some.size()) {
            throw new IOException(
                    created + " of a batch of " + some.size() + " were accepted, status " + answer.status());
        }
        return created;
    }

    private static String batch(Stream<String> items) {
        return items.collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private String item(AccountId account) {
        return "{\"idempotencyKey\":\"" + identifier() + "\",\"accountId\":\"" + account + "\",\"kind\":\"deduction\","
                + deduction + "}";
    }

    private static int occurrences(String body) {
        var count = 0;
        for (var at = body.indexOf(CREATED); at >= 0; at = body.indexOf(CREATED, at + 1)) {
            count++;
        }
        return count;
    }

    @FunctionalInterface
    private interface Charging {
        int run(Exchange exchange, SplittableRandom random) throws IOException;
    }

    private Measured run(Load load, Charging charging) {
        var exchanges = new ArrayList<Exchange>();
        try {
            for (var caller = 0; caller < load.callers(); caller++) {
                exchanges.add(new Exchange(port));
            }
            IntFunction<Call> calls = caller -> {
                var random = new SplittableRandom(SEED + caller);
                return () -> charging.run(exchanges.get(caller), random);
            };
            var measured = load.runOnSockets(calls);
            acknowledged.addAndGet(measured.accepted());
            return measured;
        } catch (IOException e) {
            throw new IllegalStateException("the server takes no connection", e);
        } finally {
            exchanges.forEach(Exchange::close);
        }
    }

    /** What was acknowledged beside what {@code books} hold. */
    public Check check(String name, Books books) {
        return new Check(name, acknowledged.get(), doubtful.get(), price, books.stored());
    }

    /** What all balances together say was deducted. The read side must have caught up. */
    public Credits deducted() throws IOException, InterruptedException {
        return new Credits(inParallel(ASKED_AT_ONCE, accounts.size(), (exchange, number) -> {
            var answer = exchange.get("/api/v1/accounts/" + accounts.get(number) + "/balance", service);
            if (answer.status() != 200) {
                throw new IOException("a balance was answered with " + answer);
            }
            var deducted = JSON.readTree(answer.body()).path("lifetime").path("deducted");
            return Credits.exactly(deducted.decimalValue()).millionths();
        }));
    }

    @FunctionalInterface
    private interface Asking {
        long ask(Exchange exchange, int number) throws IOException;
    }

    /** The sum of what was answered to all numbers from 0, asked on some connections at once. */
    private long inParallel(int connections, int numbers, Asking asking) throws IOException, InterruptedException {
        var parts = IntStream.range(0, connections)
                .<Callable<Long>>mapToObj(part -> () -> {
                    var sum = 0L;
                    try (var exchange = new Exchange(port)) {
                        for (var number = part; number < numbers; number += connections) {
                            sum += asking.ask(exchange, number);
                        }
                    }
                    return sum;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var sum = 0L;
            for (var part : threads.invokeAll(parts, ASKED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                sum += part.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IOException("the server was asked in vain", e.getCause());
        }
    }
}
