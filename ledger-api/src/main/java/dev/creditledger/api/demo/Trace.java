package dev.creditledger.api.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Requests to language models as they came in, in that order. */
public record Trace(List<Request> requests) {

    private static final int NAME_LENGTH = 8;

    /**
     * One request.
     *
     * @param time as the trace writes it
     */
    public record Request(String time, long contextTokens, long generatedTokens) {}

    public Trace {
        requests = List.copyOf(requests);
    }

    /** A short name made from what is in it, the same for the same requests whatever the file's line ends. */
    String name(String salt) {
        var digest = sha256();
        digest.update(salt.getBytes(UTF_8));
        for (var request : requests) {
            digest.update((request.time + ',' + request.contextTokens + ',' + request.generatedTokens + '\n')
                    .getBytes(UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
