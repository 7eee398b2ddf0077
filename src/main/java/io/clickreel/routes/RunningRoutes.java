package io.clickreel.routes;

import io.clickreel.RootCause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.SupervisingRouteController;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces routes of the running context by those of a file's text. */
final class RunningRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);
    /** A batch that is cut short comes again. */
    private static final long STOP_LIMIT_MS = 1_000;

    private static final long LOOK_EACH_MS = 3;

    private final ModelCamelContext camel;
    private final Map<Path, List<RouteConfigurationDefinition>> configurations = new HashMap<>();
    /** The routes that are not at work yet, or not any more, by what is done here; and whether somebody had stopped them before. */
    private final Map<String, Boolean> inHand = new HashMap<>();

    RunningRoutes(CamelContext camel) {
        this.camel = (ModelCamelContext) camel;
    }

    /**
     * Those of the routes that somebody has stopped or suspended, or that are halted. To be asked before any of them is touched;
     * one that was stopped here, by an edit that failed, is not one of them.
     */
    Set<String> resting(Collection<String> ids) {
        return ids.stream().filter(this::isLeftAlone).collect(Collectors.toSet());
    }

    private boolean isLeftAlone(String id) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        if (status != null && status.isStarted()) {
            inHand.remove(id);
        }
        Boolean before = inHand.get(id);
        return before == null ? rests(id, status) : before;
    }

    /**
     * Puts a file's routes to work.
     *
     * @param ids of the routes in this text
     * @param resting those that stay stopped
     * @throws Exception if one does not start; then the file has to be put to work as it was before
     */
    void update(Path file, String text, Set<String> ids, Set<String> resting) throws Exception {
        if (!camel.getStatus().isStarted()) {
            throw new IllegalStateException("Clickreel is about to stop");
        }
        ids.forEach(id -> inHand.put(id, resting.contains(id)));
        for (RoutesBuilder builder : read(file, text)) {
            configure(file, builder);
            if (builder instanceof RouteBuilder routes) {
                Map<RouteDefinition, String> startup =
                        keepStopped(routes.configureRoutes(camel).getRoutes(), resting);
                try {
                    for (String id : ids) {
                        stop(id);
                    }
                    builder.updateRoutesToCamelContext(camel);
                } finally {
                    startup.forEach(this::startAsWritten);
                }
            }
        }
        inHand.keySet().removeAll(ids);
    }

    private Map<RouteDefinition, String> keepStopped(List<RouteDefinition> routes, Set<String> resting) {
        Map<RouteDefinition, String> startup = new HashMap<>();
        for (RouteDefinition route : routes) {
            if (resting.contains(route.getRouteId())) {
                startup.put(route, String.valueOf(route.getAutoStartup()));
                route.setAutoStartup("false");
            }
        }
        return startup;
    }

    private void startAsWritten(RouteDefinition definition, String autoStartup) {
        definition.setAutoStartup("null".equals(autoStartup) ? "true" : autoStartup);
    }

    /** Whether a route that starts by itself is stopped or suspended. */
    private boolean rests(String id, @Nullable ServiceStatus status) {
        RouteDefinition route = camel.getRouteDefinition(id);
        boolean isRestarted = camel.getRouteController() instanceof SupervisingRouteController supervising
                && supervising.getRestartingRoutes().stream()
                        .anyMatch(each -> each.getRouteId().equals(id));
        return route != null
                && StreamRoutes.startsByItself(camel, route)
                && status != null
                && (status.isStopped() || status.isSuspended())
                && !isRestarted;
    }

    /**
     * Reads the route configurations of the start once more, because Camel does not say which file one is of. Routes that run are not
     * touched by that.
     */
    void beginConfigurations(Map<Path, String> files) {
        camel.getRouteConfigurationDefinitions().clear();
        files.forEach((file, text) -> {
            try {
                for (RoutesBuilder builder : read(file, text)) {
                    configure(file, builder);
                }
            } catch (Exception e) {
                throw new IllegalStateException("the routeConfiguration of " + file + ": " + RootCause.of(e), e);
            }
        });
    }

    private Collection<RoutesBuilder> read(Path file, String text) throws Exception {
        return PluginHelper.getRoutesLoader(camel).findRoutesBuilders(ResourceHelper.fromString("file:" + file, text));
    }

    /** Its configurations take the place of those that the file had before. */
    private void configure(Path file, RoutesBuilder builder) throws Exception {
        removeConfigurations(file);
        if (builder instanceof RouteConfigurationsBuilder own) {
            List<RouteConfigurationDefinition> before = List.copyOf(camel.getRouteConfigurationDefinitions());
            camel.addRoutesConfigurations(own);
            List<RouteConfigurationDefinition> added = new ArrayList<>(camel.getRouteConfigurationDefinitions());
            added.removeIf(each -> before.stream().anyMatch(other -> other == each));
            configurations.put(file, added);
        }
    }

    /** Removes the configurations of a file, as when it is deleted. */
    void removeConfigurations(Path file) {
        List<RouteConfigurationDefinition> before = configurations.getOrDefault(file, List.of());
        configurations.remove(file);
        // Camel removes one by its id, which most have not.
        camel.getRouteConfigurationDefinitions()
                .removeIf(each -> before.stream().anyMatch(other -> other == each));
    }

    /**
     * Takes a route away.
     *
     * @throws Exception if it cannot be stopped
     */
    void remove(String id) throws Exception {
        RouteDefinition route = camel.getRouteDefinition(id);
        if (route != null) {
            stop(id);
            camel.removeRouteDefinition(route);
        }
        inHand.remove(id);
    }

    /**
     * Camel looks once a second whether a route is idle, and lets it take new work meanwhile. So it takes none first, and what is on
     * its way is awaited.
     */
    private void stop(String id) throws Exception {
        Route route = camel.getRoute(id);
        if (route == null) {
            return;
        }
        if (route.getConsumer() instanceof Suspendable) {
            ServiceHelper.suspendService(route.getConsumer());
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_LIMIT_MS);
        while (camel.getInflightRepository().size(id) > 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK_EACH_MS);
        }
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        camel.getRouteController().stopRoute(id, left, TimeUnit.MILLISECONDS);
        LOG.debug("{} is stopped", id);
    }
}
