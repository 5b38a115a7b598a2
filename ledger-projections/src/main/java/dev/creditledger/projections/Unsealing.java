package dev.creditledger.projections;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Personal.Sealed;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.log.vault.Vault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens what rows and events hold sealed, at the moment it is read. */
public record Unsealing(Vault vault) {

    /** The text; {@link FreeText#NONE} when there never was one, empty when the key to it was destroyed. */
    public Optional<FreeText> of(@Nullable String subject, @Nullable String sealed) {
        return subject == null || sealed == null
                ? Optional.of(FreeText.NONE)
                : vault.unseal(new Sealed(new SubjectId(subject), sealed));
    }

    /** The text; {@link FreeText#NONE} when there never was one, empty when the key to it was destroyed. */
    public Optional<FreeText> of(Personal personal) {
        return switch (personal) {
            case Personal.None _ -> Optional.of(FreeText.NONE);
            case Personal.Clear clear -> Optional.of(clear.text());
            case Sealed sealed -> vault.unseal(sealed);
        };
    }
}
