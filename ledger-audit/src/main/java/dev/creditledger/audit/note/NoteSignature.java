package dev.creditledger.audit.note;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A line under a note.
 *
 * @param keyId four bytes of a key, as a number
 * @param signature in Base64
 */
public record NoteSignature(String name, int keyId, String signature) {

    /** @throws IllegalArgumentException if it is not {@code — name base64} */
    static NoteSignature parse(String line) {
        var parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("—") || parts[1].isEmpty()) {
            throw new IllegalArgumentException("a signature is written as — name base64");
        }
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]));
        if (bytes.remaining() <= Integer.BYTES) {
            throw new IllegalArgumentException("a signature has a key's id and more");
        }
        var keyId = bytes.getInt();
        var rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return of(parts[1], keyId, rest);
    }

    static NoteSignature of(String name, int keyId, byte[] signature) {
        return new NoteSignature(name, keyId, Base64.getEncoder().encodeToString(signature));
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(signature);
    }

    @Override
    public String toString() {
        var own = bytes();
        var bytes =
                ByteBuffer.allocate(Integer.BYTES + own.length).putInt(keyId).put(own);
        return "— " + name + ' ' + Base64.getEncoder().encodeToString(bytes.array());
    }
}
