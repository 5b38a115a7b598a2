package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests to some models, rated by a price book. */
public final class TokenTraffic {

    private static final int MODELS = 40;
    private static final int INPUT_MAX = 8_000;
    private static final int OUTPUT_MAX = 2_000;

    private static final List<ModelPrice> PRICES = IntStream.range(1, MODELS + 1)
            .mapToObj(number -> new ModelPrice(
                    new ModelName("vendor-" + number % 6, "model-" + number),
                    "chat",
                    new TokenPrices(
                            BigDecimal.valueOf(number, 2),
                            BigDecimal.valueOf(number, 3),
                            BigDecimal.valueOf(4L * number, 2))))
            .toList();

    private final PriceBook book = book();

    private static PriceBook book() {
        var opening = new OpenBook(
                new BigDecimal("0.01"),
                new FixedPercentage(new BigDecimal("1.5")),
                PRICES,
                Traffic.SERVICE,
                FreeText.NONE,
                Traffic.now());
        var book = PriceBook.UNOPENED;
        for (var event : ((Accepted<PricingEvent, ?>) book.decide(opening)).events()) {
            book = book.evolve(event);
        }
        return book;
    }

    /** The same prices, a tenth higher. */
    public static Map<ModelName, TokenPrices> dearer() {
        return PRICES.stream().collect(Collectors.toMap(ModelPrice::name, price -> raised(price.prices())));
    }

    private static TokenPrices raised(TokenPrices prices) {
        var factor = new BigDecimal("1.1");
        return new TokenPrices(
                prices.inputUsdPerMillion().multiply(factor),
                prices.cachedInputUsdPerMillion().multiply(factor),
                prices.outputUsdPerMillion().multiply(factor));
    }

    Submission charge(AccountId account) {
        var random = ThreadLocalRandom.current();
        var model = PRICES.get(random.nextInt(MODELS)).name();
        var input = random.nextInt(1, INPUT_MAX);
        var key = Traffic.key();
        return Traffic.submission(
                new ChargeUsage(
                        account,
                        DeductionId.of(account, key),
                        new TokenUsage(
                                model.vendor(),
                                model.model(),
                                input,
                                random.nextInt(input),
                                random.nextInt(OUTPUT_MAX)),
                        book,
                        DeductionType.INFERENCE,
                        Optional.of("chat"),
                        Optional.empty(),
                        Insufficiency.REJECT,
                        FreeText.NONE,
                        Traffic.now()),
                key);
    }
}
