package dev.creditledger.benchmarks.http;

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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Charges accounts of a {@link LedgerServer} as a product's backend would: with a token, a key for each deduction, and
 * connections kept alive.
 */
public final class HttpLedger {

    /** Deductions in one request to {@code POST /batches}. */
    public static final int BATCH = 100;

    private static final int PREPARED_AT_ONCE = 16;
    private static final long PREPARED_WITHIN_SECONDS = 120;
    private static final long SEED = 7;
    private static final String CREATED = "\"status\":201";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final String admin;
    private final String service;
    private final List<AccountId> accounts;
    private final Credits price;
    private final String deduction;
    private long acknowledged;

    private HttpLedger(int port, String admin, String service, List<AccountId> accounts, Credits price) {
        this.port = port;
        this.admin = admin;
        this.service = service;
        this.accounts = accounts;
        this.price = price;
        this.deduction = "\"amount\":" + price + ",\"type\":\"inference\",\"feature\":\"chat\"";
    }

    /** Opens the accounts and grants each of them {@code grant}. */
    public static HttpLedger prepare(LedgerServer server, List<AccountId> accounts, Credits price, Credits grant)
            throws IOException, InterruptedException {
        var ledger = new HttpLedger(
                server.port(),
                authorization(server.token("admin")),
                authorization(server.token("service")),
                List.copyOf(accounts),
                price);
        ledger.forAll((exchange, account) -> {
            ledger.open(exchange, account);
            return 0L;
        });
        try (var exchange = new Exchange(server.port())) {
            for (var from = 0; from < accounts.size(); from += BATCH) {
                ledger.grant(exchange, accounts.subList(from, Math.min(accounts.size(), from + BATCH)), grant);
            }
        }
        return ledger;
    }

    private static String authorization(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private void open(Exchange exchange, AccountId account) throws IOException {
        var answer = exchange.post("/api/v1/accounts", admin + key(), "{\"accountId\":\"" + account + "\"}");
        if (answer.status() != 201) {
            throw new IOException("opening an account was answered with " + answer);
        }
    }

    private void grant(Exchange exchange, List<AccountId> some, Credits amount) throws IOException {
        var items = some.stream()
                .map(account -> item(
                        account, "grant", "\"amount\":" + amount + ",\"source\":\"beta\",\"reason\":\"benchmark\""));
        var answer = exchange.post("/api/v1/batches", admin, batch(items));
        if (answer.status() != 200 || occurrences(answer.body()) != some.size()) {
            throw new IOException("granting was answered with " + answer);
        }
    }

    private static String key() {
        return "Idempotency-Key: " + identifier() + "\r\n";
    }

    private static String identifier() {
        return IdentifierFactory.getInstance().generateIdentifier();
    }

    /** {@code POST /accounts/{id}/deductions}, one by one on each connection. */
    public Measured singles(Load load) throws IOException {
        return run(load, (exchange, random) -> {
            var account = accounts.get(random.nextInt(accounts.size()));
            var answer = exchange.post(
                    "/api/v1/accounts/" + account + "/deductions", service + key(), "{" + deduction + "}");
            if (answer.status() != 201) {
                throw new IOException("a deduction was answered with " + answer);
            }
            return 1;
        });
    }

    /** {@code POST /batches} of {@value #BATCH} deductions. */
    public Measured batches(Load load) throws IOException {
        return run(load, (exchange, random) -> {
            var items = IntStream.range(0, BATCH)
                    .mapToObj(_ -> item(accounts.get(random.nextInt(accounts.size())), "deduction", deduction));
            var answer = exchange.post("/api/v1/batches", service, batch(items));
            var created = occurrences(answer.body());
            if (answer.status() != 200 || created != BATCH) {
                throw new IOException(
                        created + " of a batch of " + BATCH + " were accepted, status " + answer.status());
            }
            return created;
        });
    }

    private static String batch(Stream<String> items) {
        return items.collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    /** @param fields as in the single call */
    private static String item(AccountId account, String kind, String fields) {
        return "{\"idempotencyKey\":\"" + identifier() + "\",\"accountId\":\"" + account + "\",\"kind\":\"" + kind
                + "\"," + fields + "}";
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

    private Measured run(Load load, Charging charging) throws IOException {
        var exchanges = new ArrayList<Exchange>();
        try {
            for (var caller = 0; caller < load.callers(); caller++) {
                exchanges.add(new Exchange(port));
            }
            IntFunction<Call> calls = caller -> {
                var random = new SplittableRandom(SEED + caller);
                return () -> charging.run(exchanges.get(caller), random);
            };
            var measured = load.run(calls);
            acknowledged += measured.accepted();
            return measured;
        } finally {
            for (var exchange : exchanges) {
                exchange.close();
            }
        }
    }

    /** Deductions that the server has acknowledged, and what all accounts together say was deducted. */
    public record Check(long acknowledged, Credits price, Credits deducted) {
        public boolean passed() {
            return deducted.millionths() == acknowledged * price.millionths();
        }
    }

    /** Asks every account for its balance, once the read side has seen the last deduction. */
    public Check check() throws IOException, InterruptedException {
        String atLeast;
        try (var exchange = new Exchange(port)) {
            var last = exchange.post(
                    "/api/v1/accounts/" + accounts.getFirst() + "/deductions", service + key(), "{" + deduction + "}");
            acknowledged++;
            atLeast = "Prefer: wait=30\r\nLedger-At-Least: " + last.headers().get("ledger-consistency-token") + "\r\n";
        }
        var millionths = forAll((exchange, account) -> {
            var answer = exchange.get("/api/v1/accounts/" + account + "/balance", service + atLeast);
            if (answer.status() != 200) {
                throw new IOException("a balance was answered with " + answer);
            }
            var deducted = JSON.readTree(answer.body()).path("lifetime").path("deducted");
            return Credits.exactly(deducted.decimalValue()).millionths();
        });
        return new Check(acknowledged, price, new Credits(millionths));
    }

    @FunctionalInterface
    private interface Asking {
        long ask(Exchange exchange, AccountId account) throws IOException;
    }

    /** The sum over all accounts, asked on some connections at once. */
    private long forAll(Asking asking) throws IOException, InterruptedException {
        var parts = IntStream.range(0, PREPARED_AT_ONCE)
                .<Callable<Long>>mapToObj(part -> () -> {
                    var sum = 0L;
                    try (var exchange = new Exchange(port)) {
                        for (var i = part; i < accounts.size(); i += PREPARED_AT_ONCE) {
                            sum += asking.ask(exchange, accounts.get(i));
                        }
                    }
                    return sum;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(PREPARED_AT_ONCE)) {
            var sum = 0L;
            for (var part : threads.invokeAll(parts, PREPARED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                sum += part.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IOException("the server was asked in vain", e.getCause());
        }
    }
}
