package dev.creditledger.benchmarks.live;

import dev.creditledger.benchmarks.http.LedgerServer;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.benchmarks.load.Measured;
import dev.creditledger.domain.account.AccountId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Users of a {@link LedgerServer} with a live session each, and whoever moves its clock. */
public final class LiveUsers implements AutoCloseable {

    private static final Duration CALL_WITHIN = Duration.ofMinutes(2);
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLIS = 5;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final String authority;
    private final String admin;
    private final List<String> tokens;
    private List<LiveClient> clients = List.of();

    /** @param accounts each of which a user of the same name owns */
    public LiveUsers(LedgerServer server, List<AccountId> accounts) throws IOException {
        var signed = UserTokens.of(server.data());
        authority = "localhost:" + server.port();
        admin = signed.of("admin", "bench-admin");
        tokens = accounts.stream()
                .map(account -> signed.of("user", account.value()))
                .toList();
    }

    /**
     * A session for each, that many a second: one after the other, whether or not those before are connected.
     *
     * @return latency from when a connection was due until its session runs
     */
    public Measured connect(String channel, int perSecond) {
        var address = address(channel);
        var connecting = new AtomicReferenceArray<LiveClient>(tokens.size());
        var once = Duration.ofMillis(tokens.size() * 1_000L / perSecond);
        var measured = new Load(tokens.size(), once, OptionalDouble.of(perSecond)).run(number -> () -> {
            connecting.set(number, new LiveClient(http, address, tokens.get(number)));
            return 1;
        });
        clients = IntStream.range(0, tokens.size()).mapToObj(connecting::get).toList();
        return measured;
    }

    /** A session for each, some at a time. */
    public void connectInTurn(String channel, int atOnce) throws IOException, InterruptedException {
        var address = address(channel);
        var connecting = tokens.stream()
                .<Callable<LiveClient>>map(token -> () -> new LiveClient(http, address, token))
                .toList();
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            var connected = new ArrayList<LiveClient>();
            for (var client : threads.invokeAll(connecting)) {
                connected.add(client.get());
            }
            clients = connected;
        } catch (ExecutionException e) {
            throw new IOException("a client cannot connect", e);
        }
    }

    private URI address(String channel) {
        return URI.create("ws://" + authority + "/ws/live/" + channel + "/dubbing");
    }

    /** Returns when all have been told of the end. */
    public void stop() throws InterruptedException, IOException {
        clients.forEach(LiveClient::stop);
        try {
            for (var client : clients) {
                client.awaitEnded();
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a session was not ended as its user asked", e);
        }
    }

    /** All connections are cut. */
    public void drop() {
        clients.forEach(LiveClient::drop);
    }

    /**
     * How long it takes until all know that they were charged.
     *
     * @param ahead by so much business time is moved, after which each session is due
     */
    public Duration checkpointRound(Duration ahead) throws IOException, InterruptedException {
        var before = clients.stream().map(LiveClient::checkpoints).toList();
        var begin = System.nanoTime();
        advance(ahead);
        while (!allAbove(before)) {
            if (System.nanoTime() - begin > TOLD_WITHIN.toNanos()) {
                throw new IOException("not all sessions were charged");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        var last = clients.stream().mapToLong(LiveClient::checkpointAt).max().orElse(begin);
        return Duration.ofNanos(last - begin);
    }

    private boolean allAbove(List<Integer> before) {
        return IntStream.range(0, before.size()).allMatch(i -> clients.get(i).checkpoints() > before.get(i));
    }

    /** How long the call takes that moves business time: it answers when all is done that is due by then. */
    public Duration advance(Duration by) throws IOException, InterruptedException {
        var call = HttpRequest.newBuilder(URI.create("http://" + authority + "/dev/clock"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .timeout(CALL_WITHIN)
                .POST(BodyPublishers.ofString("{\"advance\":\"" + by + "\"}"))
                .build();
        var begin = System.nanoTime();
        var answer = http.send(call, BodyHandlers.ofString());
        var took = Duration.ofNanos(System.nanoTime() - begin);
        if (answer.statusCode() != 200) {
            throw new IOException("the clock was not moved: " + answer.body());
        }
        return took;
    }

    /** For which all of them know that they were charged. */
    public long secondsTold() {
        return clients.stream().mapToLong(LiveClient::seconds).sum();
    }

    @Override
    public void close() {
        drop();
        http.shutdownNow();
    }
}
