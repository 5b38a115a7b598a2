package dev.creditledger.projections;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A place in a list, in a form that callers pass back without looking inside.
 *
 * <p>It carries a checksum over itself and the list it belongs to, filters included, so that a cursor that was cut,
 * changed or taken from another list is refused rather than misread. It is no secret and needs none: it can name nothing
 * but a place in a list that its bearer was allowed to read anyway.
 */
public final class Cursor {

    private static final int CHECKSUM_BYTES = 8;
    private static final int LENGTH_MAX = 4_000;

    private Cursor() {}

    /** @param list the list with all of its filters */
    public static String at(String list, List<String> place) {
        var body = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(body)) {
            for (var value : place) {
                out.writeUTF(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(checksum(list, body.toByteArray()));
        bytes.writeBytes(body.toByteArray());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * The place that the cursor names.
     *
     * @throws InvalidCursor if it is not one of this list
     */
    static List<String> read(String list, String cursor) {
        var bytes = decoded(cursor);
        if (bytes.length <= CHECKSUM_BYTES) {
            throw new InvalidCursor();
        }
        var body = Arrays.copyOfRange(bytes, CHECKSUM_BYTES, bytes.length);
        if (!MessageDigest.isEqual(checksum(list, body), Arrays.copyOf(bytes, CHECKSUM_BYTES))) {
            throw new InvalidCursor();
        }
        var place = new ArrayList<String>();
        try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
            while (in.available() > 0) {
                place.add(in.readUTF());
            }
        } catch (IOException e) {
            throw new InvalidCursor();
        }
        return place;
    }

    /**
     * The place that the cursor names, as the list understands it.
     *
     * @param parts how many it has
     * @throws InvalidCursor if it is not one of this list, also where somebody has made one up
     */
    public static <T> T read(String list, String cursor, int parts, Function<List<String>, T> place) {
        var values = read(list, cursor);
        if (values.size() != parts || values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw new InvalidCursor();
        }
        try {
            return place.apply(values);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new InvalidCursor();
        }
    }

    private static byte[] decoded(String cursor) {
        if (cursor.length() > LENGTH_MAX) {
            throw new InvalidCursor();
        }
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw new InvalidCursor();
        }
    }

    private static byte[] checksum(String list, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(list.getBytes(UTF_8));
            digest.update((byte) 0);
            return Arrays.copyOf(digest.digest(body), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
