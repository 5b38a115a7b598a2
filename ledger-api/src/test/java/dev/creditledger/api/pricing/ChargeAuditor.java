package dev.creditledger.api.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What usage costs by a calculation that shares nothing with the ledger's: from the price list as it ships, the changes
 * it is told of, and what the documentation says of prices, margins and rounding.
 */
final class ChargeAuditor {

    /** The tier whose margins are for all that have none of their own. */
    static final String EVERYBODY = "default";

    private final BigDecimal creditWorthUsd;
    private final Map<Model, NavigableMap<Instant, Version<Prices>>> prices = new LinkedHashMap<>();
    private final Map<Scope, NavigableMap<Instant, Version<Margin>>> margins = new HashMap<>();
    private final Map<String, BigDecimal> usedInMonth = new HashMap<>();

    ChargeAuditor(BigDecimal creditWorthUsd) {
        this.creditWorthUsd = creditWorthUsd;
    }

    record Model(String vendor, String name, String kind) {}

    /** @param cached the part of the input that the vendor had in its cache */
    record Tokens(long input, long cached, long output) {}

    /** US dollars per million tokens. */
    record Prices(BigDecimal input, BigDecimal cached, BigDecimal output) {

        Prices {
            input = input.stripTrailingZeros();
            cached = cached.stripTrailingZeros();
            output = output.stripTrailingZeros();
        }

        BigDecimal cost(Tokens tokens) {
            return input.multiply(BigDecimal.valueOf(tokens.input() - tokens.cached()))
                    .add(cached.multiply(BigDecimal.valueOf(tokens.cached())))
                    .add(output.multiply(BigDecimal.valueOf(tokens.output())))
                    .movePointLeft(6);
        }
    }

    /** @param number of the change that brought it */
    private record Version<T>(int number, T value) {}

    /** Whose usage of what; an empty vendor or model: of all. */
    record Scope(String tier, String vendor, String model) {}

    /** The multiplier on the vendor's cost. */
    interface Margin {
        BigDecimal multiplier(Prices prices, BigDecimal creditWorthUsd, BigDecimal usedThisMonth);
    }

    /** What a charge says of itself. */
    record Figures(
            BigDecimal credits,
            BigDecimal vendorCostUsd,
            BigDecimal margin,
            int priceVersion,
            int marginVersion,
            String tier) {
        Figures {
            credits = credits.stripTrailingZeros();
            vendorCostUsd = vendorCostUsd.stripTrailingZeros();
            margin = margin.stripTrailingZeros();
        }
    }

    static Margin fixed(String multiplier) {
        return (_, _, _) -> new BigDecimal(multiplier);
    }

    /** @param steps multipliers by the credits used in the month from which on they apply */
    static Margin tiered(Map<String, String> steps) {
        var byUse = new TreeMap<BigDecimal, String>();
        steps.forEach((from, multiplier) -> byUse.put(new BigDecimal(from), multiplier));
        return (_, _, used) -> new BigDecimal(byUse.floorEntry(used).getValue());
    }

    /** A million tokens in and a million out cost from {@code floor} to {@code ceiling} credits, if the bounds allow it. */
    static Margin dynamic(String multiplier, String lowest, String highest, String floor, String ceiling) {
        return (prices, worth, _) -> {
            var wished = new BigDecimal(multiplier);
            var usd = prices.input().add(prices.output());
            var floorUsd = worth.multiply(new BigDecimal(floor));
            var ceilingUsd = worth.multiply(new BigDecimal(ceiling));
            if (usd.signum() > 0 && usd.multiply(wished).compareTo(floorUsd) < 0) {
                wished = floorUsd.divide(usd, 6, RoundingMode.UP);
            } else if (usd.multiply(wished).compareTo(ceilingUsd) > 0) {
                wished = ceilingUsd.divide(usd, 6, RoundingMode.DOWN);
            }
            return wished.max(new BigDecimal(lowest)).min(new BigDecimal(highest));
        };
    }

    /** Millionths are counted in whole ones; what is left over costs one more. */
    static BigDecimal credits(BigDecimal vendorCostUsd, BigDecimal margin, BigDecimal creditWorthUsd) {
        var millionths = vendorCostUsd.multiply(margin).movePointRight(6).divideAndRemainder(creditWorthUsd);
        var more = millionths[1].signum() == 0 ? BigDecimal.ZERO : BigDecimal.ONE;
        return millionths[0].add(more).movePointLeft(6);
    }

    /** The list that a new ledger opens with. */
    List<Model> readPriceList(int version) {
        try (var csv = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ChargeAuditor.class.getResourceAsStream("model-prices.csv")), UTF_8))) {
            var header = List.of(csv.readLine().split(",", -1));
            csv.lines().map(line -> List.of(line.split(",", -1))).forEach(cells -> {
                var model = new Model(
                        cells.get(header.indexOf("vendor")),
                        cells.get(header.indexOf("model")),
                        cells.get(header.indexOf("kind")));
                var input = cells.get(header.indexOf("input_usd_per_million_tokens"));
                var cached = cells.get(header.indexOf("cached_input_usd_per_million_tokens"));
                var output = cells.get(header.indexOf("output_usd_per_million_tokens"));
                price(
                        model,
                        version,
                        Instant.EPOCH,
                        new Prices(
                                new BigDecimal(input),
                                new BigDecimal(cached.isEmpty() ? input : cached),
                                new BigDecimal(output)));
            });
            return new ArrayList<>(prices.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void price(Model model, int version, Instant from, Prices changed) {
        prices.computeIfAbsent(model, _ -> new TreeMap<>()).put(from, new Version<>(version, changed));
    }

    void margin(Scope scope, int version, Instant from, Margin changed) {
        margins.computeIfAbsent(scope, _ -> new TreeMap<>()).put(from, new Version<>(version, changed));
    }

    /**
     * What the next usage of {@code account} costs.
     *
     * @param bookedAt it belongs to the month in which it is charged, whenever it occurred
     */
    Figures charge(String account, String tier, Model model, Tokens tokens, Instant occurredAt, Instant bookedAt) {
        var price = prices.getOrDefault(model, new TreeMap<>())
                .floorEntry(occurredAt)
                .getValue();
        var margin = margin(tier, model, occurredAt);
        var month = account + " in " + YearMonth.from(bookedAt.atOffset(ZoneOffset.UTC));
        var used = usedInMonth.getOrDefault(month, BigDecimal.ZERO);
        var multiplier = margin.value().multiplier(price.value(), creditWorthUsd, used);
        var cost = price.value().cost(tokens);
        var credits = credits(cost, multiplier, creditWorthUsd);
        usedInMonth.put(month, used.add(credits));
        return new Figures(credits, cost, multiplier, price.number(), margin.number(), tier);
    }

    /** The narrowest in force, and the tier counts more than the model. */
    private Version<Margin> margin(String tier, Model model, Instant when) {
        return Stream.of(
                        new Scope(tier, model.vendor(), model.name()),
                        new Scope(tier, model.vendor(), ""),
                        new Scope(tier, "", ""),
                        new Scope(EVERYBODY, model.vendor(), model.name()),
                        new Scope(EVERYBODY, model.vendor(), ""),
                        new Scope(EVERYBODY, "", ""))
                .map(scope -> margins.getOrDefault(scope, new TreeMap<>()).floorEntry(when))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
