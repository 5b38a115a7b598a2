package dev.creditledger.api.http;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.projections.ProjectionPosition;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Read your writes: a write answers a token, and a read that brings it waits until it can see that write. */
@Component
public class Consistency {

    public static final String TOKEN_HEADER = "Ledger-Consistency-Token";
    public static final String POSITION_HEADER = "Ledger-Position";

    private static final String AT_LEAST_HEADER = "Ledger-At-Least";
    private static final String PREFIX = "v1.";
    private static final Pattern TOKEN = Pattern.compile("v1\\.([0-9]{1,18})");
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*([0-9]{1,9})");
    private static final long WAIT_DEFAULT_SECONDS = 2;
    private static final long WAIT_MAX_SECONDS = 30;

    private final ProjectionPosition projected;

    Consistency(ProjectionPosition projected) {
        this.projected = projected;
    }

    /** Callers pass it back without looking inside: with more than one log it will hold more than a position. */
    public static String token(long position) {
        return PREFIX + position;
    }

    /** @throws ProblemException {@code projection_behind}, when what is read still lacks what the call must see */
    public void await(Call call) {
        var atLeast = atLeast(call);
        if (atLeast.isEmpty()) {
            return;
        }
        await(atLeast.getAsLong(), call);
    }

    /** @throws ProblemException {@code projection_behind}, when it is not there within the time that the call allows */
    public void await(long position, Call call) {
        if (!projected.await(position, wait(call))) {
            throw behind(projected.current(), position);
        }
    }

    /** What was read may be older than all else: an account stands still when one of its events cannot be applied. */
    static void require(long position, Call call) {
        var atLeast = atLeast(call);
        if (atLeast.isPresent() && position < atLeast.getAsLong()) {
            throw behind(position, atLeast.getAsLong());
        }
    }

    /** What is read is true up to {@code position}, and the call needs {@code atLeast}. */
    public static ProblemException behind(long position, long atLeast) {
        return Problem.PROJECTION_BEHIND
                .here()
                .with("position", position)
                .with("atLeast", atLeast)
                .retryAfter(1);
    }

    private static OptionalLong atLeast(Call call) {
        var header = call.header(AT_LEAST_HEADER);
        if (header.isEmpty()) {
            return OptionalLong.empty();
        }
        var token = TOKEN.matcher(header.get());
        if (!token.matches()) {
            throw ProblemException.invalid(AT_LEAST_HEADER, "must be a token from " + TOKEN_HEADER);
        }
        return OptionalLong.of(Long.parseLong(token.group(1)));
    }

    /** {@code Prefer: wait=N} (RFC 7240 §4.3). */
    private static Duration wait(Call call) {
        var wait = WAIT.matcher(call.header("Prefer").orElse(""));
        var seconds = wait.find() ? Long.parseLong(wait.group(1)) : WAIT_DEFAULT_SECONDS;
        return Duration.ofSeconds(Math.min(seconds, WAIT_MAX_SECONDS));
    }
}
