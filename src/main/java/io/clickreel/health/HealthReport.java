package io.clickreel.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;

/**
 * What health says, as JSON in the form of Camel's own report.
 *
 * @param up whether those who ask may rely on it
 */
public record HealthReport(boolean up, String json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who asks, and which checks are meant for him. */
    public enum Probe {
        /** Everything, for people and monitoring. Down while any check is. */
        ALL(check -> true),

        /** Whether only another start would help. That a service is away or a route fails is no reason to start again. */
        LIVE(HealthReport::isOfContext),

        /** Whether records can be taken and questions answered now. */
        READY(check -> isOfContext(check) || isOurs(check) && check.isReadiness());

        private final Predicate<HealthCheck> asked;

        Probe(Predicate<HealthCheck> asked) {
            this.asked = asked;
        }
    }

    /**
     * Asks each check.
     *
     * @param withData whether to give the details of each, as where a service is
     */
    public static HealthReport of(CamelContext camel, Probe probe, boolean withData) {
        // The filter says what is left out.
        Collection<HealthCheck.Result> results =
                HealthCheckHelper.invoke(camel, (HealthCheck check) -> !probe.asked.test(check));
        // Who is not started yet is neither dead nor ready.
        boolean up = results.stream()
                .allMatch(result ->
                        result.getState() == State.UP || probe != Probe.READY && result.getState() == State.UNKNOWN);
        ObjectNode report = JSON.createObjectNode().put("status", (up ? State.UP : State.DOWN).name());
        results.forEach(result -> report.withArray("checks").add(json(result, withData)));
        return new HealthReport(up, report.toString());
    }

    private static ObjectNode json(HealthCheck.Result result, boolean withData) {
        ObjectNode one = JSON.createObjectNode()
                .put("name", result.getCheck().getId())
                .put("status", result.getState().name());
        result.getError().ifPresent(error -> one.put("error-message", String.valueOf(error.getMessage())));
        result.getMessage().ifPresent(message -> one.put("message", message));
        if (withData && result.getDetails() != null) {
            new TreeMap<>(result.getDetails())
                    .forEach((name, value) -> one.withObject("/data").put(name, String.valueOf(value)));
        }
        return one;
    }

    private static boolean isOfContext(HealthCheck check) {
        return "camel".equals(check.getGroup()) && "context".equals(check.getId());
    }

    private static boolean isOurs(HealthCheck check) {
        return "clickreel".equals(check.getGroup());
    }
}
