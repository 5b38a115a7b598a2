package dev.creditledger.benchmarks.jmh;

import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.codec.MetadataCodec;
import dev.creditledger.log.vault.Vault;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What becomes of an accepted command on its way into the log: JSON, seals and fingerprints. */
@NullUnmarked // JMH sets the fields.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    /** One for all benchmarks in a JVM: it takes seconds to make. */
    private static final Vault VAULT = RememberedVault.of(Traffic.SERVICE);

    private final EventCodec events = new EventCodec(VAULT);
    private final MetadataCodec metadata = new MetadataCodec(VAULT);

    private Event deducted;
    private byte[] encoded;
    private Personal.Clear origin;
    private Metadata cause;
    private String request;

    @Setup
    public void open() {
        var account = AccountRoot.unopened(new AccountId("bench"));
        for (var submission : new Submission[] {
            Traffic.SMALL_CHARGES.opening(account.id()), Traffic.SMALL_CHARGES.granting(account.id())
        }) {
            account = account.evolve(AccountBenchmark.last(account.decide(submission.command())));
        }
        var charge = Traffic.SMALL_CHARGES.charge(account.id());
        deducted = AccountBenchmark.last(account.decide(charge.command()));
        encoded = events.encode(deducted);
        origin = (Personal.Clear) charge.cause().origin();
        var once = charge.once().orElseThrow();
        request = once.request();
        cause = new Metadata(charge.cause(), Optional.of(new Metadata.Answer(once.key(), VAULT.fingerprint(request))));
    }

    @Benchmark
    public byte[] encodeEvent() {
        return events.encode(deducted);
    }

    @Benchmark
    public Event decodeEvent() {
        return events.decode(
                events.typeOf(deducted),
                new EventCodec.Beside(deducted.aggregate(), deducted.occurredAt(), deducted.bookedAt()),
                encoded);
    }

    /** The actor's origin is sealed already: it comes again and again. */
    @Benchmark
    public byte[] encodeMetadata() {
        return metadata.encode(cause);
    }

    @Benchmark
    public Personal.Sealed seal() {
        return VAULT.seal(origin);
    }

    @Benchmark
    public String fingerprint() {
        return VAULT.fingerprint(request);
    }
}
