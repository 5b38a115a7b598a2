package dev.creditledger.commands.faults;

import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import java.util.ArrayList;
import java.util.List;

/** A command under a key of its own, and all final answers that callers got to it: how often they asked does not matter. */
final class Asked {

    enum Health {
        SOUND,
        /** Its handler throws. */
        BREAKS_HANDLER,
        /** Its event cannot be written down. */
        CANNOT_BE_ENCODED,
        /** Its event is too large for the database. */
        REFUSED_BY_DATABASE
    }

    final AccountCommand command;
    final String key;
    final Health health;
    private final List<Outcome> answers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    Asked(AccountCommand command, String key, Health health) {
        this.command = command;
        this.key = key;
        this.health = health;
    }

    AccountId account() {
        return command.account();
    }

    synchronized void answered(Outcome outcome) {
        answers.add(outcome);
    }

    synchronized void failed(Throwable failure) {
        failures.add(failure);
    }

    synchronized List<Outcome> answers() {
        return List.copyOf(answers);
    }

    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    List<Outcome.Accepted> acceptances() {
        return answers().stream()
                .filter(Outcome.Accepted.class::isInstance)
                .map(Outcome.Accepted.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        return health + " " + command + " under " + key + ": " + answers() + failures();
    }
}
