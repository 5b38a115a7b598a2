package dev.creditledger.benchmarks.contest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.domain.Personal;
import dev.creditledger.domain.dispatch.Submission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import org.axonframework.messaging.MetaData;

/** The cause of a command as Axon's users keep it: strings, in the clear. */
final class StockMetaData {

    static final String KEY = "idempotencyKey";
    static final String FINGERPRINT = "fingerprint";

    private StockMetaData() {}

    static MetaData of(Submission submission) {
        var cause = submission.cause();
        var entries = new HashMap<String, Object>();
        entries.put("subject", cause.actor().subject().value());
        entries.put("role", cause.actor().role().name());
        entries.put("requestId", cause.requestId());
        entries.put("correlationId", cause.correlationId());
        if (cause.origin() instanceof Personal.Clear clear) {
            entries.putAll(clear.text().fields());
        }
        submission.once().ifPresent(once -> {
            entries.put(KEY, once.key().value());
            entries.put(FINGERPRINT, sha256(once.request()));
        });
        return MetaData.from(entries);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
