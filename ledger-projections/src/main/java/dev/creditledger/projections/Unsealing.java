package dev.creditledger.projections;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal.Sealed;
import dev.creditledger.domain.SubjectId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens what the rows hold sealed, at the moment it is read. */
public record Unsealing(Function<Sealed, Optional<FreeText>> vault) {

    /** The text; {@link FreeText#NONE} when there never was one, empty when the key to it was destroyed. */
    public Optional<FreeText> of(@Nullable String subject, @Nullable String sealed) {
        return subject == null || sealed == null
                ? Optional.of(FreeText.NONE)
                : vault.apply(new Sealed(new SubjectId(subject), sealed));
    }
}
