package dev.creditledger.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;

/** A private Ed25519 key, and the public one that it belongs to. */
public final class SignerKey {

    private final PrivateKey secret;
    private final VerifierKey verifier;

    public SignerKey(PrivateKey secret, VerifierKey verifier) {
        this.secret = secret;
        this.verifier = verifier;
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /** @throws IllegalStateException if the key is none that can sign */
    public Note sign(String text) {
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(text.getBytes(UTF_8));
            return new Note(text, List.of(NoteSignature.of(verifier.name(), verifier.id(), signer.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "SignerKey[" + verifier.name() + "]";
    }
}
