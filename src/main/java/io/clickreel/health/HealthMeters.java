package io.clickreel.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import org.apache.camel.health.HealthCheck;

/** The checks as a metric, asked when the metrics are: an alert can rest on what health says, in one way for all checks. */
public final class HealthMeters {
    private HealthMeters() {}

    /** @param checks those whose names are always the same */
    public static void register(Collection<? extends HealthCheck> checks, MeterRegistry meters) {
        for (HealthCheck check : checks) {
            Gauge.builder("clickreel.health.state", check, HealthMeters::state)
                    .description(
                            "What a check of /observe/health says: 0 is UP, 1 DEGRADED, 2 DOWN; no number if it does not know")
                    .tag("check", check.getId())
                    .strongReference(true)
                    .register(meters);
        }
    }

    private static double state(HealthCheck check) {
        HealthCheck.Result result = check.call();
        return switch (result.getState()) {
            case UP -> Degraded.is(result) ? 1 : 0;
            case DOWN -> 2;
            case UNKNOWN -> Double.NaN;
        };
    }
}
