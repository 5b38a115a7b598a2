package dev.creditledger.api.demo;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.TokenUsage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which account asks which model for each request of a trace. The same trace gives the same plan, names and keys
 * included, so that running it again charges nothing twice; another trace has accounts of its own.
 */
final class DemoPlan {

    static final int ACCOUNTS = 500;
    static final Credits PURCHASE = Credits.of(500);

    private static final long SEED = 2023;

    /** Dear and cheap ones of six vendors: with the default margin about a fifth of the shipped hour is refused. */
    private static final List<ModelName> MODELS = List.of(
            new ModelName("anthropic", "claude-opus-4-5"),
            new ModelName("anthropic", "claude-sonnet-4-5"),
            new ModelName("anthropic", "claude-haiku-4-5"),
            new ModelName("openai", "gpt-5.5"),
            new ModelName("openai", "gpt-4o"),
            new ModelName("openai", "gpt-4o-mini"),
            new ModelName("google", "gemini-2.5-pro"),
            new ModelName("google", "gemini-2.5-flash"),
            new ModelName("mistral", "mistral-large-2411"),
            new ModelName("mistral", "mistral-medium-3-5"),
            new ModelName("meta", "meta.llama3-1-405b-instruct-v1:0"),
            new ModelName("cohere", "command-a-03-2025"));

    private final String name;
    private final List<AccountId> accounts;
    private final Map<AccountId, DemoTiers> tiers;
    private final List<Charge> charges;

    /**
     * One request, dealt.
     *
     * @param number counts from 1, in trace order
     */
    record Charge(int number, AccountId account, IdempotencyKey key, TokenUsage usage, String traceTime) {
        DeductionId deduction() {
            return DeductionId.of(account, key);
        }
    }

    private DemoPlan(String name, List<AccountId> accounts, Map<AccountId, DemoTiers> tiers, List<Charge> charges) {
        this.name = name;
        this.accounts = accounts;
        this.tiers = Map.copyOf(tiers);
        this.charges = charges;
    }

    static DemoPlan of(Trace trace) {
        // What else decides about a charge is part of the name: a later plan must not meet the keys of this one.
        var name = trace.name(SEED + "|" + ACCOUNTS + "|" + PURCHASE + "|" + DemoTiers.described() + "|" + MODELS);
        var accounts = IntStream.rangeClosed(1, ACCOUNTS)
                .mapToObj(i -> new AccountId(String.format(Locale.ROOT, "demo-%s-%03d", name, i)))
                .toList();
        var charges = new ArrayList<Charge>(trace.requests().size());
        var random = new Random(SEED);
        var zipf = new Zipf(ACCOUNTS);
        for (var request : trace.requests()) {
            var number = charges.size() + 1;
            var account = accounts.get(zipf.draw(random));
            var model = MODELS.get(random.nextInt(MODELS.size()));
            charges.add(new Charge(
                    number,
                    account,
                    new IdempotencyKey("demo-" + name + "-" + number),
                    new TokenUsage(
                            model.vendor(), model.model(), request.contextTokens(), 0, request.generatedTokens()),
                    request.time()));
        }
        return new DemoPlan(name, accounts, tiers(accounts), List.copyOf(charges));
    }

    private static Map<AccountId, DemoTiers> tiers(List<AccountId> accounts) {
        var random = new Random(SEED);
        var tiers = new HashMap<AccountId, DemoTiers>();
        accounts.forEach(account -> tiers.put(account, DemoTiers.draw(random)));
        return tiers;
    }

    String name() {
        return name;
    }

    List<AccountId> accounts() {
        return accounts;
    }

    DemoTiers tier(AccountId account) {
        return Objects.requireNonNull(tiers.get(account), "an account of the plan");
    }

    /** Those who buy their credits. */
    List<AccountId> buyers() {
        return accounts.stream().filter(account -> tier(account).buys()).toList();
    }

    /** How many accounts have which. */
    Map<DemoTiers, Long> accountsByTier() {
        return tiers.values().stream()
                .collect(Collectors.groupingBy(
                        tier -> tier, () -> new EnumMap<>(DemoTiers.class), Collectors.counting()));
    }

    List<Charge> charges() {
        return charges;
    }
}
