package dev.creditledger.api.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.dispatch.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A line of CSV for each answer, appended as soon as the answer is there: {@code
 * request,account,outcome,deductionId,credits,position}.
 */
public final class Receipts implements AutoCloseable {

    private final @Nullable FileChannel file;

    private Receipts(@Nullable FileChannel file) {
        this.file = file;
    }

    public static Receipts none() {
        return new Receipts(null);
    }

    public static Receipts in(Path path) {
        try {
            return new Receipts(FileChannel.open(path, CREATE, APPEND));
        } catch (IOException e) {
            throw new CannotStart("The receipts " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    void answered(DemoPlan.Charge charge, Outcome outcome) {
        if (file == null) {
            return;
        }
        var line = charge.number() + "," + charge.account() + "," + answer(charge, outcome) + "\n";
        try {
            // One write for each line: what was written stays, even when this process is killed right after it.
            file.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(DemoPlan.Charge charge, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(CreditsDeducted deducted, var position, var replayed) ->
                (replayed ? "replayed," : "accepted,") + deducted.deduction() + "," + deducted.amount() + ","
                        + position;
            case Outcome.Rejected(var reason) -> reason.getClass().getSimpleName() + ",,,";
            default -> throw new IllegalStateException("request " + charge.number() + " was answered " + outcome);
        };
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
