package dev.creditledger.log.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals what is said about a person under that person's key, and opens it again as long as the key exists.
 *
 * <p>The sealed text is a JSON object of the fields of {@link FreeText}. The subject's name is authenticated with it, so
 * that it cannot be passed off as being about somebody else.
 */
public final class Vault {

    /** Origins repeat with every request of a client: sealing them once in a while spares the key and the time. */
    private static final Duration REPEATED_KEPT = Duration.ofMinutes(10);

    private static final int REPEATED_MAX = 10_000;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<TreeMap<String, String>> FIELDS = new TypeReference<>() {};

    private final SubjectKeys keys;
    private final FingerprintKey fingerprintKey;
    private final Cache<Personal.Clear, Personal.Sealed> repeated = Caffeine.newBuilder()
            .maximumSize(REPEATED_MAX)
            .expireAfterWrite(REPEATED_KEPT)
            .build();

    private Vault(SubjectKeys keys, FingerprintKey fingerprintKey) {
        this.keys = keys;
        this.fingerprintKey = fingerprintKey;
    }

    /**
     * Opens the vault of a migrated database.
     *
     * @throws WrongMasterKeyException if another master key wrapped what is in there
     * @throws VaultUnavailableException if the database does not answer
     */
    public static Vault open(DataSource dataSource, MasterKey masterKey) {
        return new Vault(new SubjectKeys(dataSource, masterKey), FingerprintKey.open(dataSource, masterKey));
    }

    /** Makes the keys of those subjects that have none yet: one round trip for many, none for known ones. */
    public void prepare(Collection<SubjectId> subjects) {
        keys.prepare(subjects);
    }

    public Personal.Sealed seal(Personal.Clear clear) {
        var plaintext = JSON.writeValueAsBytes(clear.text().fields());
        var sealed =
                keys.current(clear.subject()).encrypt(plaintext, clear.subject().value());
        return new Personal.Sealed(clear.subject(), Base64.getEncoder().encodeToString(sealed));
    }

    /** Like {@link #seal}, for text that comes again and again: may give the same ciphertext for the same text. */
    public Personal.Sealed sealRepeated(Personal.Clear clear) {
        return repeated.get(clear, this::seal);
    }

    /** Empty: the key was destroyed, or never was in this vault. */
    public Optional<FreeText> unseal(Personal.Sealed sealed) {
        var bytes = Base64.getDecoder().decode(sealed.ciphertext());
        for (var key : keys.all(sealed.subject())) {
            var plaintext = key.decrypt(bytes, sealed.subject().value());
            if (plaintext.isPresent()) {
                return Optional.of(FreeText.of(fields(plaintext.get())));
            }
        }
        return Optional.empty();
    }

    private static SortedMap<String, String> fields(byte[] plaintext) {
        try {
            return JSON.readValue(plaintext, FIELDS);
        } catch (JacksonException e) {
            // Neither message nor cause goes on: they may quote the text.
            throw new IllegalStateException("unsealed text is not a JSON object of strings");
        }
    }

    /** Erases a person: nothing that was sealed about {@code subject} so far can be read again, backups aside. */
    public void destroy(SubjectId subject) {
        keys.destroy(subject);
        repeated.asMap().keySet().removeIf(clear -> clear.subject().equals(subject));
    }

    /** Tells a retry from another request: an HMAC-SHA-256, 43 characters, under a key that only this vault has. */
    public String fingerprint(String request) {
        return fingerprintKey.of(request);
    }
}
