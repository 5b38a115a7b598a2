package dev.creditledger.api.cli;

import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.SimulationReport.Charges;
import dev.creditledger.domain.simulation.SimulationReport.Line;
import dev.creditledger.domain.simulation.SimulationReport.RunOut;
import dev.creditledger.domain.simulation.Timespan;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** A simulation for machines. Amounts are exact, without exponents. */
final class SimulationJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private SimulationJson() {}

    static String of(SimulationReport report, Timespan time) {
        var all = new LinkedHashMap<String, Object>();
        all.put("from", time.from().toString());
        all.put("to", time.to().toString());
        all.put("lines", report.lines().stream().map(SimulationJson::line).toList());
        all.put("total", total(report.lines()));
        var ranOut = new LinkedHashMap<String, Object>();
        ranOut.put("accounts", report.ranOut());
        ranOut.put("first", report.first().stream().map(SimulationJson::runOut).toList());
        all.put("ranOut", ranOut);
        all.put(
                "unpriced",
                report.unpriced().entrySet().stream()
                        .map(entry -> {
                            var model = new LinkedHashMap<String, Object>();
                            model.put("vendor", entry.getKey().vendor());
                            model.put("model", entry.getKey().model());
                            model.put("requests", entry.getValue());
                            return model;
                        })
                        .toList());
        return JSON.writeValueAsString(all);
    }

    private static Map<String, Object> line(Line line) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("tier", line.tier().name().toLowerCase(Locale.ROOT));
        fields.put("vendor", line.model().vendor());
        fields.put("model", line.model().model());
        fields.put("requests", line.requests());
        fields.put("inputTokens", line.inputTokens());
        fields.put("cachedInputTokens", line.cachedInputTokens());
        fields.put("outputTokens", line.outputTokens());
        fields.put("asCharged", charges(line.asCharged()));
        fields.put("simulated", charges(line.simulated()));
        return fields;
    }

    private static Map<String, Object> total(List<Line> lines) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("requests", lines.stream().mapToLong(Line::requests).sum());
        fields.put("inputTokens", lines.stream().mapToLong(Line::inputTokens).sum());
        fields.put(
                "cachedInputTokens",
                lines.stream().mapToLong(Line::cachedInputTokens).sum());
        fields.put("outputTokens", lines.stream().mapToLong(Line::outputTokens).sum());
        fields.put("asCharged", charges(lines.stream().map(Line::asCharged).reduce(Charges.NONE, Charges::plus)));
        fields.put("simulated", charges(lines.stream().map(Line::simulated).reduce(Charges.NONE, Charges::plus)));
        return fields;
    }

    private static Map<String, Object> charges(Charges charges) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("credits", shortest(charges.credits()));
        fields.put("unpaidCredits", shortest(charges.unpaidCredits()));
        fields.put("unpaidRequests", charges.unpaidRequests());
        fields.put("worthUsd", shortest(charges.worthUsd()));
        fields.put("vendorCostUsd", shortest(charges.vendorCostUsd()));
        fields.put("marginUsd", shortest(charges.marginUsd()));
        return fields;
    }

    private static Map<String, Object> runOut(RunOut runOut) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("accountId", runOut.account().value());
        fields.put("at", runOut.at().toString());
        fields.put("lacking", shortest(runOut.lacking().toBigDecimal()));
        fields.put("requests", runOut.requests());
        fields.put("unpaidCredits", shortest(runOut.unpaidCredits()));
        return fields;
    }

    private static BigDecimal shortest(BigDecimal number) {
        return number.stripTrailingZeros();
    }
}
