package dev.creditledger.api.health;

import dev.creditledger.projections.ProjectionPosition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the ledger is well: for people and load balancers, without a token and without details. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class HealthController {

    private static final int DATABASE_TIMEOUT_SECONDS = 2;
    private static final int UNAVAILABLE = 503;

    private final DataSource database;
    private final ProjectionPosition projected;
    private final ApplicationAvailability availability;
    private final String version;

    HealthController(
            DataSource database,
            ProjectionPosition projected,
            ApplicationAvailability availability,
            ObjectProvider<BuildProperties> build) {
        this.database = database;
        this.projected = projected;
        this.availability = availability;
        this.version = Optional.ofNullable(build.getIfAvailable())
                .map(BuildProperties::getVersion)
                .orElse("unbuilt");
    }

    /** @param position the log position up to which reads are true */
    record Health(String status, String app, String version, long position, List<String> reasons) {}

    @GetMapping("/health")
    ResponseEntity<Health> health() {
        var reasons = reasons();
        return ResponseEntity.status(reasons.isEmpty() ? 200 : UNAVAILABLE)
                .body(new Health(
                        reasons.isEmpty() ? "healthy" : "unhealthy",
                        "credit-ledger",
                        version,
                        projected.current(),
                        reasons));
    }

    /** The orchestrator's question whether to restart this process. */
    @GetMapping("/actuator/health/liveness")
    ResponseEntity<Map<String, String>> liveness() {
        return state(availability.getLivenessState() == LivenessState.CORRECT, "DOWN");
    }

    /** The load balancer's question whether to send requests here. */
    @GetMapping("/actuator/health/readiness")
    ResponseEntity<Map<String, String>> readiness() {
        return state(availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC, "OUT_OF_SERVICE");
    }

    private static ResponseEntity<Map<String, String>> state(boolean up, String otherwise) {
        return ResponseEntity.status(up ? 200 : UNAVAILABLE).body(Map.of("status", up ? "UP" : otherwise));
    }

    private List<String> reasons() {
        var reasons = new ArrayList<String>();
        try (var connection = database.getConnection()) {
            if (!connection.isValid(DATABASE_TIMEOUT_SECONDS)) {
                reasons.add("the database does not answer");
            }
        } catch (SQLException e) {
            reasons.add("the database does not answer");
        }
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            reasons.add("starting or stopping");
        }
        return reasons;
    }
}
