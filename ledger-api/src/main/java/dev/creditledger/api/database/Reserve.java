package dev.creditledger.api.database;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import java.nio.file.FileStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Refuses writes while the disk is nearly full, so that the database never meets a full one: without room for its
 * write-ahead log it stops altogether, and with it all reading. Writing goes on by itself once there is room again.
 */
final class Reserve implements Dispatch {

    private static final Outcome REFUSED = new Outcome.Unavailable("disk_full");

    private final Dispatch writes;
    private final DiskRoom room;

    Reserve(Dispatch writes, FileStore disk, long reserveBytes) {
        this(writes, new DiskRoom(disk, reserveBytes));
    }

    Reserve(Dispatch writes, DiskRoom room) {
        this.writes = writes;
        this.room = room;
    }

    @Override
    public List<CompletableFuture<Outcome>> submitAll(List<Submission> submissions) {
        return room.isFull()
                ? submissions.stream()
                        .map(_ -> CompletableFuture.completedFuture(REFUSED))
                        .toList()
                : writes.submitAll(submissions);
    }

    @Override
    public CompletableFuture<Outcome> authorize(AccountId account, Credits amount, Instant at) {
        return writes.authorize(account, amount, at);
    }

    /** The same for prices. */
    record OfPrices(PriceDesk prices, DiskRoom room) implements PriceDesk {
        @Override
        public PriceBook current() {
            return prices.current();
        }

        @Override
        public Outcome change(PricingCommand command, Cause cause, Optional<Submission.Once> once) {
            return room.isFull() ? REFUSED : prices.change(command, cause, once);
        }
    }
}
