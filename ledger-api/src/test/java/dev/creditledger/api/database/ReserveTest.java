package dev.creditledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {

    private static final AccountId ALICE = new AccountId("alice");
    private static final Submission WRITE =
            new Submission(new SettleDue(ALICE, Instant.EPOCH), Cause.system("test", "request"), Optional.empty());

    @TempDir
    Path disk;

    @Test
    void writes_are_taken_while_there_is_room() throws IOException {
        assertThat(reserve(0).submit(WRITE)).isCompletedWithValue(new Outcome.NothingToDo());
    }

    @Test
    void writes_are_refused_while_less_than_the_reserve_is_free() throws IOException {
        assertThat(reserve(Long.MAX_VALUE).submitAll(List.of(WRITE, WRITE)))
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.join()).isInstanceOf(Outcome.Unavailable.class));
    }

    @Test
    void what_changes_nothing_is_answered_on_a_full_disk_too() throws IOException {
        assertThat(reserve(Long.MAX_VALUE)
                        .authorize(ALICE, Credits.of(1), Instant.EPOCH)
                        .join())
                .isInstanceOf(Outcome.Authorized.class);
    }

    private Reserve reserve(long bytes) throws IOException {
        return new Reserve(new Agreeable(), Files.getFileStore(disk), bytes);
    }

    /** A write side that takes everything. */
    private static final class Agreeable implements Dispatch {
        @Override
        public List<CompletableFuture<Outcome>> submitAll(List<Submission> submissions) {
            Outcome nothing = new Outcome.NothingToDo();
            return submissions.stream()
                    .map(_ -> CompletableFuture.completedFuture(nothing))
                    .toList();
        }

        @Override
        public CompletableFuture<Outcome> authorize(AccountId account, Credits amount, Instant at) {
            return CompletableFuture.completedFuture(new Outcome.Authorized(new Authorization(true, amount, amount)));
        }
    }
}
