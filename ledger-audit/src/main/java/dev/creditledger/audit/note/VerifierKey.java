package dev.creditledger.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A public Ed25519 key with the name of who signs with it (C2SP signed-note: vkey). */
public record VerifierKey(String name, PublicKey key) {

    private static final byte ED25519 = 0x01;
    private static final int KEY_BYTES = 32;

    /** What DER puts before the 32 bytes of a key (RFC 8410). */
    private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

    public VerifierKey {
        if (name.isEmpty() || name.chars().anyMatch(c -> Character.isWhitespace(c) || c == '+')) {
            throw new IllegalArgumentException("a key's name has neither blanks nor plus signs");
        }
        var der = key.getEncoded();
        if (der.length != DER.length + KEY_BYTES || !Arrays.equals(der, 0, DER.length, DER, 0, DER.length)) {
            throw new IllegalArgumentException("this is no Ed25519 key");
        }
    }

    /**
     * {@code name+id+key}, as {@link #toString} writes it.
     *
     * @throws IllegalArgumentException if it is not of that form, or its id is not that of its key
     */
    public static VerifierKey parse(String text) {
        var parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a verifier key is written as name+id+key");
        }
        var typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
            throw new IllegalArgumentException("only Ed25519 keys are known here");
        }
        var key = new VerifierKey(parts[0], decoded(typed));
        if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
            throw new IllegalArgumentException("the id does not belong to the key");
        }
        return key;
    }

    private static PublicKey decoded(byte[] typed) {
        var der = ByteBuffer.allocate(DER.length + KEY_BYTES).put(DER).put(typed, 1, KEY_BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no Ed25519 key", e);
        }
    }

    /** The kind of key, and its 32 bytes as in RFC 8032. */
    private byte[] typed() {
        return ByteBuffer.allocate(1 + KEY_BYTES)
                .put(ED25519)
                .put(key.getEncoded(), DER.length, KEY_BYTES)
                .array();
    }

    /** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key), as a number. */
    public int id() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(UTF_8));
            digest.update((byte) '\n');
            return ByteBuffer.wrap(digest.digest(typed())).getInt();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether the note's text was signed with it. */
    public boolean verifies(Note note) {
        return note.signatures().stream()
                .filter(signature -> signature.name().equals(name) && signature.keyId() == id())
                .anyMatch(signature -> verifies(note.text(), signature.bytes()));
    }

    private boolean verifies(String text, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name
                + '+'
                + HexFormat.of().toHexDigits(id())
                + '+'
                + Base64.getEncoder().encodeToString(typed());
    }
}
