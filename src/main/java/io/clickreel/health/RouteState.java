package io.clickreel.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One route.
 *
 * @param state as Camel says it: Started, Stopped, Suspended...; {@code Off} if it does not start with Clickreel, and nobody has
 *     started it
 * @param exchanges null if nobody counts them: without JMX, or while it is off
 * @param lastFailure set while it fails: how often, since when, why
 */
public record RouteState(
        String id,
        @Nullable String description,
        String state,
        long uptimeSeconds,
        @Nullable Long exchanges,
        @Nullable Long failures,
        @Nullable String lastFailure) {
    private static final String OFF = "Off";

    /** All routes, by their ids. */
    static List<RouteState> of(CamelContext camel, RouteFailures failures) {
        ManagedCamelContext managed = camel.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        List<RouteState> states = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Route route : camel.getRoutes()) {
            String id = route.getRouteId();
            known.add(id);
            states.add(of(camel, route, managed.getManagedRoute(id), failures));
        }
        // One that was never started is a definition only. The copy is whole, even while Camel adds one.
        for (RouteDefinition off : new ArrayList<>(((ModelCamelContext) camel).getRouteDefinitions())) {
            if (known.add(off.getRouteId())) {
                states.add(new RouteState(off.getRouteId(), off.getDescriptionText(), OFF, 0, null, null, null));
            }
        }
        states.sort(Comparator.comparing(RouteState::id));
        return List.copyOf(states);
    }

    private static RouteState of(
            CamelContext camel, Route route, @Nullable ManagedRouteMBean counted, RouteFailures failures) {
        String id = route.getRouteId();
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        boolean off = (status == null || status.isStopped()) && !AutoStartup.of(camel, id);
        try {
            return new RouteState(
                    id,
                    route.getDescription(),
                    off || status == null ? OFF : status.name(),
                    TimeUnit.MILLISECONDS.toSeconds(route.getUptimeMillis()),
                    counted == null ? null : Long.valueOf(counted.getExchangesTotal()),
                    counted == null ? null : Long.valueOf(counted.getExchangesFailed()),
                    failures.of(id));
        } catch (Exception e) {
            throw new IllegalStateException("the route " + id + " tells nothing of itself", e);
        }
    }
}
