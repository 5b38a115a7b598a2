package dev.creditledger.api.cli;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.codec.Metadata.Answer;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.log.vault.Vault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes what accounts were granted and charged into a log, as the rules decide it; a minute passes each time. */
final class UsageLog {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final BigDecimal MARGIN = new BigDecimal("1.5");
    static final BigDecimal WORTH = new BigDecimal("0.01");

    private final EventLog log;
    private final Vault vault;
    private final PriceBook book;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<AccountId, Long> sequences = new HashMap<>();
    private Instant now = START;
    private int keys;

    UsageLog(EventLog log, Vault vault, Map<ModelName, TokenPrices> prices) {
        this.log = log;
        this.vault = vault;
        this.book = book(prices);
    }

    private static PriceBook book(Map<ModelName, TokenPrices> prices) {
        var opening = new OpenBook(
                WORTH,
                new FixedPercentage(MARGIN),
                prices.entrySet().stream()
                        .map(entry -> new ModelPrice(entry.getKey(), "chat", entry.getValue()))
                        .toList(),
                new SubjectId("admin"),
                FreeText.NONE,
                START.minus(Duration.ofDays(8)));
        var book = PriceBook.UNOPENED;
        for (var event : ((Accepted<PricingEvent, ?>) book.decide(opening)).events()) {
            book = book.evolve(event);
        }
        return book;
    }

    void open(String name, int credits) {
        var id = new AccountId(name);
        take(new OpenAccount(id, new SubjectId(name), FreeText.NONE, now), key());
        var key = key();
        take(
                new GrantCredits(
                        id,
                        GrantId.of(id, key),
                        Credits.of(credits),
                        Source.BONUS,
                        Funding.PROMOTIONAL,
                        Optional.empty(),
                        20,
                        Optional.empty(),
                        Optional.empty(),
                        FreeText.NONE,
                        now),
                key);
    }

    CreditsDeducted use(String name, TokenUsage tokens) {
        var id = new AccountId(name);
        var key = key();
        var charge = new ChargeUsage(
                id,
                DeductionId.of(id, key),
                tokens,
                book,
                DeductionType.INFERENCE,
                Optional.of("chat"),
                Optional.empty(),
                Insufficiency.REJECT,
                FreeText.NONE,
                now);
        return (CreditsDeducted) take(charge, key).getLast();
    }

    void reverse(CreditsDeducted deduction) {
        var id = deduction.account();
        var key = key();
        var past = log.past(id, deduction.deduction().value());
        take(
                new ReverseDeduction(
                        id,
                        ReversalId.of(id, key),
                        deduction.deduction(),
                        Optional.empty(),
                        FreeText.NONE,
                        now,
                        new Past(past.events())),
                key);
    }

    private IdempotencyKey key() {
        return new IdempotencyKey("key-" + keys++);
    }

    private List<AccountEvent> take(AccountCommand command, IdempotencyKey key) {
        var account = accounts.getOrDefault(command.account(), Account.unopened(command.account()));
        if (!(account.decide(command) instanceof Accepted<AccountEvent, ?>(var events))) {
            throw new AssertionError(command + ": " + account.decide(command));
        }
        var sequence = sequences.getOrDefault(command.account(), 0L);
        var rows = new ArrayList<NewEvent>();
        for (var event : events) {
            account = account.evolve(event);
            var answer = rows.size() == events.size() - 1
                    ? Optional.of(new Answer(key, vault.fingerprint(key.value())))
                    : Optional.<Answer>empty();
            rows.add(new NewEvent(
                    UUID.randomUUID(),
                    sequence + rows.size(),
                    event,
                    new Metadata(Cause.system("test", key.value()), answer)));
        }
        log.append(rows);
        accounts.put(command.account(), account);
        sequences.put(command.account(), sequence + rows.size());
        now = now.plusSeconds(60);
        return events;
    }
}
