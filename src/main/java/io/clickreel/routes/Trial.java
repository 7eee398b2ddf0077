package io.clickreel.routes;

import io.clickreel.delivery.BatchingClientFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/** One look at all route files: reads them, builds each route, and looks at what only all of them together show. */
final class Trial {
    private final TrialContext trial;
    private final CamelContext camel;
    private final Path home;
    private final RouteCheck.Use use;
    private final Findings findings;

    /** @param home the folder of contracts/ */
    Trial(TrialContext trial, Path home, RouteCheck.Use use, Findings findings) {
        this.trial = trial;
        this.camel = trial.camel();
        this.home = home;
        this.use = use;
        this.findings = findings;
    }

    RouteCheck.Checked of(SortedMap<Path, String> files) {
        TrialFiles read = new TrialFiles(trial, findings);
        List<Placed> routes = read.read(files);
        requireIds(routes);
        requireOwnIds(routes);
        boolean allAreRead = findings.isEmpty();
        Map<Placed, Route> built = new LinkedHashMap<>();
        for (Placed placed : routes) {
            Route route = build(placed);
            if (route != null) {
                built.put(placed, route);
            }
        }
        if (allAreRead && built.size() == routes.size()) {
            new RoutesTogether(camel, findings).check(built);
        }
        if (findings.isEmpty()) {
            new StreamsCheck(camel, home, use, findings).check(routes, built);
        }
        Map<Path, Set<String>> ids = new HashMap<>();
        for (Placed placed : routes) {
            ids.computeIfAbsent(placed.file(), file -> new LinkedHashSet<>())
                    .add(placed.route().getRouteId());
        }
        return new RouteCheck.Checked(findings.all(), ids, read.configuring());
    }

    private void requireOwnIds(List<Placed> routes) {
        Map<String, Placed> byId = new HashMap<>();
        for (Placed placed : routes) {
            String id = placed.route().getRouteId();
            Placed other = byId.putIfAbsent(id, placed);
            if (other != null) {
                findings.add(
                        placed,
                        id,
                        "Another route has the id " + id + " already: " + findings.name(other.file()) + ":"
                                + other.line() + ". Give one of them another id.");
            }
        }
    }

    /** Each edit of a route without an id would start one more, because Camel gives it another id each time. */
    private void requireIds(List<Placed> routes) {
        for (Placed placed : routes) {
            RouteDefinition route = placed.route();
            if (route.getId() == null || !route.hasCustomIdAssigned()) {
                findings.add(
                        placed,
                        "from",
                        "The route has no id, so nobody could tell which one an edit is about. Write"
                                + " - route: with id: and a name that no other route has.");
            }
        }
    }

    private @Nullable Route build(Placed placed) {
        List<RouteFault> unknown = new NamedInRoute(camel).faults(placed.route());
        if (!unknown.isEmpty()) {
            unknown.forEach(fault -> findings.add(placed, fault));
            return null;
        }
        try {
            Route route = trial.build(placed.route());
            checkTimes(placed, route);
            buildDynamicTargets(placed);
            if (BatchingClientFactory.ingests(route)) {
                checkReading(placed, (KafkaEndpoint) route.getEndpoint());
            }
            return route;
        } catch (Exception | StackOverflowError e) {
            findings.add(placed, RouteFault.ofRoute(e, camel));
            return null;
        }
    }

    /** Camel makes them when a message comes; their options are the same for each. */
    private void buildDynamicTargets(Placed placed) {
        for (ToDynamicDefinition to :
                ProcessorDefinitionHelper.filterTypeInOutputs(placed.route().getOutputs(), ToDynamicDefinition.class)) {
            if (!to.getUri().startsWith("$")) {
                camel.getEndpoint(camel.resolvePropertyPlaceholders(to.getUri()).replaceAll("\\$\\{[^}]*}", "x"));
            }
        }
    }

    private void checkTimes(Placed placed, Route route) {
        List<String> uris = new ArrayList<>(List.of(route.getEndpoint().getEndpointUri()));
        ProcessorDefinitionHelper.filterTypeInOutputs(placed.route().getOutputs(), ToDefinition.class)
                .forEach(to -> uris.add(camel.resolvePropertyPlaceholders(to.getUri())));
        for (String uri : uris) {
            EndpointOptions.withoutTime(camel, uri)
                    .forEach((name, value) -> findings.add(
                            placed,
                            name,
                            name + " is '" + value + "', but a time is needed there: a number of"
                                    + " milliseconds, or as 10s. Correct it, or leave it out."));
        }
    }

    private void checkReading(Placed placed, KafkaEndpoint kafka) {
        try {
            ((BatchingClientFactory) kafka.getKafkaClientFactory()).check(kafka.getConfiguration());
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            findings.add(placed, StreamsCheck.optionIn(message), message);
        }
    }
}
