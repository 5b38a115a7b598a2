package dev.creditledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void writes_are_taken_while_there_is_room() throws IOException {
        assertThat(new DiskRoom(Files.getFileStore(directory), 0).now()).isEmpty();
    }

    @Test
    void writes_are_refused_while_less_than_the_reserve_is_free() throws IOException {
        assertThat(new DiskRoom(Files.getFileStore(directory), Long.MAX_VALUE).now())
                .contains(DiskRoom.FULL);
    }

    @Test
    void writing_goes_on_by_itself_and_stops_again_as_the_room_comes_and_goes() {
        var disk = new Disk();
        var room = new DiskRoom(disk, 64);
        for (var round = 0; round < 2; round++) {
            disk.freeBytes = 63;
            await().atMost(SOON).until(() -> room.now().isPresent());
            assertThat(room.now()).contains(DiskRoom.FULL);

            disk.freeBytes = 64;
            await().atMost(SOON).until(() -> room.now().isEmpty());
            assertThat(room.now()).isEmpty();
        }
    }

    @Test
    void a_disk_that_does_not_tell_its_room_leaves_things_as_they_are() {
        var disk = new Disk();
        disk.freeBytes = 63;
        var room = new DiskRoom(disk, 64);
        assertThat(room.now()).contains(DiskRoom.FULL);

        disk.broken = true;
        disk.asked = false;
        await().atMost(SOON).until(() -> {
            assertThat(room.now()).contains(DiskRoom.FULL);
            return disk.asked;
        });
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
}
