package dev.creditledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {

    private static final AccountId ALICE = new AccountId("alice");
    private static final Submission WRITE =
            new Submission(new SettleDue(ALICE, Instant.EPOCH), Cause.system("test", "request"), Optional.empty());

    private static final Outcome FULL = new Outcome.Unavailable("disk_full");
    private static final Outcome TAKEN = new Outcome.NothingToDo();
    private static final Duration SOON = Duration.ofSeconds(10);

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
    void writing_goes_on_by_itself_and_stops_again_as_the_room_comes_and_goes() {
        var disk = new Disk();
        var reserve = new Reserve(new Agreeable(), disk, 64);
        for (var round = 0; round < 2; round++) {
            disk.freeBytes = 63;
            await().atMost(SOON).until(() -> reserve.submit(WRITE).join().equals(FULL));
            assertThat(reserve.submit(WRITE).join()).isEqualTo(FULL);

            disk.freeBytes = 64;
            await().atMost(SOON).until(() -> reserve.submit(WRITE).join().equals(TAKEN));
            assertThat(reserve.submit(WRITE).join()).isEqualTo(TAKEN);
        }
    }

    @Test
    void a_disk_that_does_not_tell_its_room_leaves_things_as_they_are() {
        var disk = new Disk();
        disk.freeBytes = 63;
        var reserve = new Reserve(new Agreeable(), disk, 64);
        assertThat(reserve.submit(WRITE).join()).isEqualTo(FULL);

        disk.broken = true;
        disk.asked = false;
        await().atMost(SOON).until(() -> {
            assertThat(reserve.submit(WRITE).join()).isEqualTo(FULL);
            return disk.asked;
        });
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

    /** A disk whose room we say. */
    private static final class Disk extends FileStore {
        private volatile long freeBytes;
        private volatile boolean broken;
        private volatile boolean asked;

        @Override
        public long getUsableSpace() throws IOException {
            asked = true;
            if (broken) {
                throw new IOException("it does not tell");
            }
            return freeBytes;
        }

        @Override
        public long getUnallocatedSpace() throws IOException {
            return getUsableSpace();
        }

        @Override
        public long getTotalSpace() {
            return Long.MAX_VALUE;
        }

        @Override
        public String name() {
            return "disk";
        }

        @Override
        public String type() {
            return "test";
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
            return false;
        }

        @Override
        public boolean supportsFileAttributeView(String name) {
            return false;
        }

        @Override
        public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
            return null;
        }

        @Override
        public Object getAttribute(String attribute) {
            throw new UnsupportedOperationException(attribute);
        }
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
