package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.axonframework.common.IdentifierFactory;

/**
 * What a product's backends send: small charges, each with a key of its own, from a handful of machines.
 *
 * @param price of one deduction
 * @param grant to each account
 */
public record Traffic(Credits price, Credits grant) {

    private static final int BACKENDS = 16;
    private static final int PRIORITY = 20;
    /** The caller of all of it. */
    public static final SubjectId SERVICE = new SubjectId("chat-backend");

    private static final List<FreeText> ORIGINS = IntStream.rangeClosed(1, BACKENDS)
            .mapToObj(
                    machine -> FreeText.of(Map.of("ip", "10.0.0." + machine, "userAgent", "chat-backend/4.2 (Linux)")))
            .toList();

    /** Enough credits for any run: at ten thousand deductions a second a hot account lasts a day. */
    public static final Traffic SMALL_CHARGES = new Traffic(new Credits(10_000), Credits.of(10_000_000));

    public static List<AccountId> accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new AccountId("account-%06d".formatted(number)))
                .toList();
    }

    public Submission opening(AccountId account) {
        return submission(new OpenAccount(account, new SubjectId(account.value()), FreeText.NONE, now()), key());
    }

    public Submission granting(AccountId account) {
        var key = key();
        var command = new GrantCredits(
                account,
                GrantId.of(account, key),
                grant,
                Source.BETA,
                Funding.PROMOTIONAL,
                Optional.empty(),
                PRIORITY,
                Optional.empty(),
                Optional.empty(),
                FreeText.NONE,
                now());
        return submission(command, key);
    }

    public Submission charge(AccountId account) {
        return charge(account, key(), price);
    }

    public Submission charge(AccountId account, IdempotencyKey key, Credits amount) {
        var command = new DeductCredits(
                account,
                DeductionId.of(account, key),
                amount,
                DeductionType.INFERENCE,
                Optional.of("chat"),
                FreeText.NONE,
                now());
        return submission(command, key);
    }

    static Submission submission(AccountCommand command, IdempotencyKey key) {
        return new Submission(command, cause(), Optional.of(new Once(key, canonical(command))));
    }

    /** Like the HTTP side's: method, path, caller and body. */
    private static String canonical(AccountCommand command) {
        var body = command instanceof DeductCredits deduct
                ? "{\"amount\":" + deduct.amount() + ",\"feature\":\"chat\",\"type\":\"inference\"}"
                : "{}";
        return "POST\n/api/v1/accounts/" + command.aggregate() + "/deductions\n" + SERVICE + "\n" + body;
    }

    private static Cause cause() {
        var request = IdentifierFactory.getInstance().generateIdentifier();
        var origin = ORIGINS.get(ThreadLocalRandom.current().nextInt(BACKENDS));
        return new Cause(new Cause.Actor(SERVICE, Cause.Role.SERVICE), request, request, origin.about(SERVICE));
    }

    static IdempotencyKey key() {
        return new IdempotencyKey(IdentifierFactory.getInstance().generateIdentifier());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
