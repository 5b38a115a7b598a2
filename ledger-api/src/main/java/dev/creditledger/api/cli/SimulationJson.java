package dev.creditledger.api.cli;

import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.SimulationReport.Charges;
import dev.creditledger.domain.simulation.SimulationReport.Line;
import dev.creditledger.domain.simulation.SimulationReport.RunOut;
import dev.creditledger.domain.simulation.SimulationReport.Total;
import dev.creditledger.domain.simulation.Timespan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** A simulation for machines. Amounts are exact, without exponents. */
final class SimulationJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private SimulationJson() {}

    private record Report(
            String from,
            String to,
            List<LineFields> lines,
            TotalFields total,
            RanOut ranOut,
            List<UnpricedFields> unpriced) {}

    private record LineFields(
            String tier,
            String vendor,
            String model,
            long requests,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            ChargesFields asCharged,
            ChargesFields simulated) {
        static LineFields of(Line line) {
            return new LineFields(
                    line.tier().name().toLowerCase(Locale.ROOT),
                    line.model().vendor(),
                    line.model().model(),
                    line.requests(),
                    line.inputTokens(),
                    line.cachedInputTokens(),
                    line.outputTokens(),
                    ChargesFields.of(line.asCharged()),
                    ChargesFields.of(line.simulated()));
        }
    }

    private record TotalFields(
            long requests,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            ChargesFields asCharged,
            ChargesFields simulated) {
        static TotalFields of(Total total) {
            return new TotalFields(
                    total.requests(),
                    total.inputTokens(),
                    total.cachedInputTokens(),
                    total.outputTokens(),
                    ChargesFields.of(total.asCharged()),
                    ChargesFields.of(total.simulated()));
        }
    }

    private record ChargesFields(
            BigDecimal credits,
            BigDecimal unpaidCredits,
            long unpaidRequests,
            BigDecimal worthUsd,
            BigDecimal vendorCostUsd,
            BigDecimal marginUsd) {
        static ChargesFields of(Charges charges) {
            return new ChargesFields(
                    shortest(charges.credits()),
                    shortest(charges.unpaidCredits()),
                    charges.unpaidRequests(),
                    shortest(charges.worthUsd()),
                    shortest(charges.vendorCostUsd()),
                    shortest(charges.marginUsd()));
        }
    }

    private record RanOut(long accounts, List<RunOutFields> first) {}

    private record RunOutFields(
            String accountId, String at, BigDecimal lacking, long requests, BigDecimal unpaidCredits) {
        static RunOutFields of(RunOut runOut) {
            return new RunOutFields(
                    runOut.account().value(),
                    runOut.at().toString(),
                    shortest(runOut.lacking().toBigDecimal()),
                    runOut.requests(),
                    shortest(runOut.unpaidCredits()));
        }
    }

    private record UnpricedFields(String vendor, String model, long requests) {
        static UnpricedFields of(ModelName name, long requests) {
            return new UnpricedFields(name.vendor(), name.model(), requests);
        }
    }

    static String of(SimulationReport report, Timespan time) {
        return JSON.writeValueAsString(new Report(
                time.from().toString(),
                time.to().toString(),
                report.lines().stream().map(LineFields::of).toList(),
                TotalFields.of(report.total()),
                new RanOut(
                        report.ranOut(),
                        report.first().stream().map(RunOutFields::of).toList()),
                report.unpriced().entrySet().stream()
                        .map(entry -> UnpricedFields.of(entry.getKey(), entry.getValue()))
                        .toList()));
    }

    private static BigDecimal shortest(BigDecimal number) {
        return number.stripTrailingZeros();
    }
}
