package io.clickreel.health;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.SupervisingRouteController;

/** Routes that start with Clickreel, and that somebody has stopped or suspended since: nothing of what they do is done. */
public final class RestingRoutes {
    private final CamelContext camel;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    public RestingRoutes(CamelContext camel) {
        this.camel = camel;
    }

    /** Which they are and how to start them, for health; empty: none. Those that are tried again by themselves are not among them. */
    public String sentence() {
        List<String> resting = new ArrayList<>();
        for (Route route : camel.getRoutes()) {
            String id = route.getRouteId();
            ServiceStatus status = camel.getRouteController().getRouteStatus(id);
            if (status == null || !rests(camel, id) || !AutoStartup.of(camel, id)) {
                since.remove(id);
                continue;
            }
            Instant seen = since.computeIfAbsent(id, first -> Instant.now());
            resting.add(id + " is " + (status.isSuspended() ? "suspended" : "stopped") + " (seen so at "
                    + seen.truncatedTo(ChronoUnit.SECONDS) + ")");
        }
        return resting.isEmpty()
                ? ""
                : String.join("; ", resting)
                        + ". What they do is not done. ./clickreel routes start ID lets one run again; until then they rest, also if"
                        + " their files are saved.";
    }

    /** Whether a route is stopped or suspended, and not tried again by itself. */
    static boolean rests(CamelContext camel, String route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route);
        return status != null && (status.isStopped() || status.isSuspended()) && !isTriedAgain(camel, route);
    }

    private static boolean isTriedAgain(CamelContext camel, String route) {
        return camel.getRouteController() instanceof SupervisingRouteController supervising
                && supervising.getRestartingRoutes().stream()
                        .anyMatch(restarting -> restarting.getRouteId().equals(route));
    }
}
